// trust.dat, and step 3: whatever is lost or damaged, this machine never falls back to "nothing accepted
// yet".
#include <doctest/doctest.h>

#include "schema/trust/trust_state.h"
#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

TrustState state_at(std::uint32_t epoch, std::uint64_t serial, std::string root_envelope) {
  TrustState state{epoch, serial, {}, instant_at(1763942400), std::move(root_envelope)};
  state.payload_hash.fill('h');
  return state;
}

std::string trust_dat(std::uint32_t epoch, std::uint64_t serial, std::uint64_t root_version = 1) {
  RootSpec spec;
  spec.version = root_version;
  return serialise_trust_state(state_at(epoch, serial, root(spec)));
}

TEST_CASE("trust.dat reads back as it was written") {
  const TrustState state = state_at(2, ~std::uint64_t{0}, root({}));
  const auto read = parse_trust_state(serialise_trust_state(state));
  REQUIRE(read.has_value());
  CHECK(read->epoch == state.epoch);
  CHECK(read->serial == state.serial);
  CHECK(read->payload_hash == state.payload_hash);
  CHECK(read->newest_issued == state.newest_issued);
  CHECK(read->root_envelope == state.root_envelope);
}

/// A trust.dat of any fields with a right checksum, so that the checks behind it are reached.
std::string forged(const std::string& fields, std::size_t claimed_length) {
  const std::string bytes = std::string("SCFTRU\x1A\x01", 8) + number(claimed_length, 4) + fields;
  return bytes + digest_of(bytes);
}

TEST_CASE("damaged trust.dat is malformed") {
  const std::string fields = number(2, 4) + number(7, 8) + std::string(32, 'h') + number(1, 8);
  const std::string good = forged(fields + number(3, 4) + "abc", 8 + 4 + 52 + 4 + 3 + 32);
  struct Row {
    std::string_view name;
    std::string bytes;
    bool good;
  };
  const Row rows[] = {
      {"as written", good, true},
      {"nothing", "", false},
      {"another magic", "SCFDAT" + good.substr(6), false},
      {"length one more", forged(fields + number(3, 4) + "abc", 104), false},
      {"envelope longer than the file", forged(fields + number(4, 4) + "abc", 103), false},
      {"envelope swallows the checksum", forged(fields + number(35, 4) + "abc", 103), false},
      {"envelope shorter than the rest", forged(fields + number(2, 4) + "abc", 103), false},
      {"envelope of 2^32 - 1", forged(fields + number(0xffffffff, 4) + "abc", 103), false},
      {"only head and checksum", forged("", 44), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto state = parse_trust_state(row.bytes);
    CHECK(state.has_value() == row.good);
    if (!state) CHECK(state.error().code == Code::malformed);
  }
}

TrustAnchor strongest_of(std::string_view trust_bytes, std::string_view live) {
  return *strongest(root({}), 0, 3, kProduct, trust_bytes, live);
}

std::string position(const TrustAnchor& anchor) {
  return std::to_string(anchor.epoch) + "." + std::to_string(anchor.serial);
}

std::string live_set(std::uint64_t serial) {
  ReleaseSpec spec;
  spec.serial = serial;
  return scf({root({})}, release(spec));
}

TEST_CASE("truncated or changed at any byte, trust.dat lowers nothing") {
  const std::string good = trust_dat(1, 7);
  const std::string live = live_set(6);
  int lower = 0;
  int unsound = 0;
  for (std::size_t size = 0; size < good.size(); ++size) {
    const TrustAnchor anchor = strongest_of(std::string_view(good).substr(0, size), live);
    lower += position(anchor) != "1.6";
    std::string changed = good;
    changed[size] = static_cast<char>(changed[size] ^ 0x10);
    unsound += parse_trust_state(changed).has_value();
  }
  CHECK(lower == 0);
  CHECK(unsound == 0);
  CHECK(position(strongest_of(good, live)) == "1.7");
  CHECK(position(strongest_of(good + "x", live)) == "1.6");
}

TEST_CASE("the highest of what is there") {
  ReleaseSpec stranger;
  stranger.serial = 9;
  ReleaseSpec other_product = stranger;
  other_product.product = "other";
  ReleaseSpec other_epoch = stranger;
  other_epoch.epoch = 9;
  struct Row {
    std::string_view name;
    std::string trust;
    std::string live;
    std::string_view position;
  };
  const Row rows[] = {
      {"nothing", "", "", "0.0"},
      {"trust.dat alone", trust_dat(1, 7), "", "1.7"},
      {"live set alone", "", live_set(5), "1.5"},
      {"live set behind trust.dat", trust_dat(1, 7), live_set(5), "1.7"},
      {"live set ahead of trust.dat", trust_dat(1, 7), live_set(8), "1.8"},
      {"epoch before serial", trust_dat(2, 0), live_set(8), "2.0"},
      {"live set of a stranger", trust_dat(1, 7), scf({root({})}, release(stranger, {"rel2"})), "1.7"},
      {"live set of another product", trust_dat(1, 7), scf({root({})}, release(other_product)), "1.7"},
      {"live set of an epoch no root gave", trust_dat(1, 7), scf({root({})}, release(other_epoch)), "1.7"},
      {"live set that is rubbish", trust_dat(1, 7), "rubbish", "1.7"},
      {"trust.dat whose root is rubbish", serialise_trust_state(state_at(9, 9, "rubbish")), live_set(5),
       "1.5"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const TrustAnchor anchor = strongest_of(row.trust, row.live);
    CHECK(position(anchor) == row.position);
    CHECK(anchor.floor_serial == 3);
    CHECK(anchor.root_envelope == root({}));
  }
}

TEST_CASE("an expired live set still says how far this machine has come") {
  ReleaseSpec spec;
  spec.serial = 4;
  spec.expires = spec.issued;
  CHECK(position(strongest_of("", scf({root({})}, release(spec)))) == "1.4");
  CHECK(position(*strongest(sample("root1.bin"), 0, 0, kProduct, "", sample("good-three-roots.dat"))) ==
        "3.1");
}

TEST_CASE("the newest trusted root") {
  RootSpec second;
  second.version = 2;
  RootSpec other_product = second;
  other_product.product = "other";
  const std::string later = serialise_trust_state(state_at(1, 7, root(second)));
  CHECK(strongest_of(later, "").root_envelope == root(second));
  CHECK(strongest(root(second), 0, 0, kProduct, trust_dat(1, 7), "")->root_envelope == root(second));
  CHECK(strongest(root(second), 0, 0, kProduct, trust_dat(1, 7), "")->serial == 7);
  const std::string live = scf({root({}), root(second)}, release({}));
  CHECK(strongest_of("", live).root_envelope == root(second));
  CHECK(strongest_of(serialise_trust_state(state_at(1, 7, root(other_product))), "").root_envelope ==
        root({}));
}

TEST_CASE("the newest signed time of the highest epoch") {
  TrustState state = state_at(1, 7, root({}));
  state.newest_issued = instant_at(1763942500);
  CHECK(strongest_of(serialise_trust_state(state), live_set(8)).newest_issued == instant_at(1763942500));
  state.newest_issued = instant_at(1);
  CHECK(strongest_of(serialise_trust_state(state), live_set(8)).newest_issued == instant_at(1763942400));
  CHECK(strongest_of("", live_set(8)).newest_issued == instant_at(1763942400));
  CHECK_FALSE(strongest_of("", "").newest_issued.has_value());
  state.newest_issued = instant_at(253402300799);  // a thief's year 9999, in an epoch that is over
  const TrustAnchor anchor =
      *strongest(sample("root1.bin"), 0, 0, kProduct, serialise_trust_state(state), sample("scf.dat"));
  CHECK(anchor.newest_issued == instant_at(1763942400));
}

TEST_CASE("a compiled root that is none stops everything") {
  CHECK(strongest("", 0, 0, kProduct, "", "").error().code == Code::untrusted);
  CHECK(strongest("rubbish", 0, 0, kProduct, trust_dat(1, 7), "").error().code == Code::untrusted);
  CHECK(strongest(root({}), 0, 0, "other", "", "").error().rule == "PRODUCT");
  CHECK(strongest(root({}) + "x", 0, 0, kProduct, "", "").error().rule == "SLACK");
}

}  // namespace
}  // namespace tocsin::test
