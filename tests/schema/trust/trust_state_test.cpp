// trust.dat, and step 3: whatever is lost or damaged, this machine never falls back to "nothing accepted
// yet".
#include "schema/trust/trust_state.h"

#include <doctest/doctest.h>

#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

constexpr std::uint64_t kMost = ~std::uint64_t{0};

std::string root_of(std::uint64_t version) {
  RootSpec spec;
  spec.version = version;
  return root(spec);
}

Digest filled(unsigned char byte) {
  Digest digest;
  digest.fill(byte);
  return digest;
}

/// Both records at one position, both with the time of the sample documents.
TrustState state_at(Position position, std::vector<std::string> roots) {
  return {{position, filled('p'), 1763942400}, {position, filled('n'), 1763942400}, std::move(roots)};
}

std::string trust_dat(Position position, std::vector<std::string> roots = {root_of(1)}) {
  return serialise_trust_state(state_at(position, std::move(roots)));
}

void check_same(const Accepted& read, const Accepted& written) {
  CHECK(read.position == written.position);
  CHECK(read.payload_hash == written.payload_hash);
  CHECK(read.issued == written.issued);
}

TEST_CASE("trust.dat reads back as it was written") {
  const TrustState state{
      {{2, kMost}, filled('p'), kMost}, {{3, 4}, filled('n'), 0}, {root_of(1), root_of(2)}};
  const auto read = parse_trust_state(serialise_trust_state(state));
  REQUIRE(read.has_value());
  check_same(read->programs, state.programs);
  check_same(read->notices, state.notices);
  CHECK(read->roots == state.roots);
  const auto site = parse_trust_state(serialise_trust_state({{}, {{1, 5}, filled('n'), 7}, {root_of(1)}}));
  REQUIRE(site.has_value());
  check_same(site->programs, {});
}

TEST_CASE("trust.dat, byte by byte") {
  const std::string body = std::string("SCFTRU\x1A\x01", 8) + number(8 + 4 + 2 * 52 + 1 + 4 + 3 + 32, 4) +
                           number(2, 4) + number(3, 8) + std::string(32, 'p') + number(70, 8) +  //
                           number(5, 4) + number(6, 8) + std::string(32, 'n') + number(80, 8) +  //
                           number(1, 1) + number(3, 4) + "abc";
  const TrustState state{{{2, 3}, filled('p'), 70}, {{5, 6}, filled('n'), 80}, {"abc"}};
  CHECK(serialise_trust_state(state) == body + digest_of(body));
  CHECK(newest_issued(state) == instant_at(80));
  CHECK(newest_issued({state.notices, state.programs, {}}) == instant_at(80));
}

/// A trust.dat of any fields with a right checksum, so that the checks behind it are reached.
std::string forged(const std::string& fields, std::size_t claimed_length) {
  const std::string bytes = std::string("SCFTRU\x1A\x01", 8) + number(claimed_length, 4) + fields;
  return bytes + digest_of(bytes);
}

TEST_CASE("damaged trust.dat is malformed") {
  const std::string record = number(2, 4) + number(7, 8) + std::string(32, 'h') + number(1, 8);
  const std::string fields = record + record;
  const auto with = [&fields](const std::string& roots, std::size_t surplus = 0) {
    return forged(fields + roots, 8 + 4 + fields.size() + roots.size() + 32 + surplus);
  };
  const std::string one = number(1, 1) + number(3, 4) + "abc";
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += number(0, 4);
  struct Row {
    std::string_view name;
    std::string bytes;
    bool good;
  };
  const Row rows[] = {
      {"one root", with(one), true},
      {"no root", with(number(0, 1)), true},
      {"64 roots", with(number(64, 1) + sixty_four), true},
      {"65 roots", with(number(65, 1) + sixty_four + number(0, 4)), false},
      {"nothing", "", false},
      {"another magic", "SCFDAT" + with(one).substr(6), false},
      {"length one more", with(one, 1), false},
      {"root longer than the file", with(number(1, 1) + number(4, 4) + "abc"), false},
      {"root swallows the checksum", with(number(1, 1) + number(35, 4) + "abc"), false},
      {"root shorter than the rest", with(number(1, 1) + number(2, 4) + "abc"), false},
      {"root of 2^32 - 1", with(number(1, 1) + number(0xffffffff, 4) + "abc"), false},
      {"fewer roots than said", with(number(2, 1) + number(3, 4) + "abc"), false},
      {"more roots than said", with(number(0, 1) + number(3, 4) + "abc"), false},
      {"one record", forged(record + one, 8 + 4 + record.size() + one.size() + 32), false},
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
  return *strongest(root_of(1), kProduct, trust_bytes, live);
}

std::string positions(const TrustAnchor& anchor) {
  return format_position(anchor.programs.position) + " " + format_position(anchor.notices.position);
}

/// Programs and notices of one serial.
std::string live_set(std::uint64_t serial, const std::vector<std::string>& roots = {root_of(1)}) {
  ProgramsSpec code;
  code.serial = serial;
  NoticesSpec news;
  news.serial = serial;
  return scf(roots, programs(code), notices(news));
}

TEST_CASE("truncated or changed at any byte, trust.dat lowers nothing") {
  const std::string good = trust_dat({1, 7});
  const std::string live = live_set(6);
  int lower = 0;
  int unsound = 0;
  for (std::size_t size = 0; size < good.size(); ++size) {
    const TrustAnchor anchor = strongest_of(std::string_view(good).substr(0, size), live);
    lower += positions(anchor) != "1.6 1.6";
    std::string changed = good;
    changed[size] = static_cast<char>(changed[size] ^ 0x10);
    unsound += parse_trust_state(changed).has_value();
  }
  CHECK(lower == 0);
  CHECK(unsound == 0);
  CHECK(positions(strongest_of(good, live)) == "1.7 1.7");
  CHECK(positions(strongest_of(good + "x", live)) == "1.6 1.6");
}

TEST_CASE("the highest of what is there") {
  NoticesSpec stranger;
  stranger.serial = 9;
  NoticesSpec other_product = stranger;
  other_product.product = "other";
  NoticesSpec other_epoch = stranger;
  other_epoch.epoch = 9;
  const std::string one = root_of(1);
  struct Row {
    std::string_view name;
    std::string trust;
    std::string live;
    std::string_view positions;
  };
  const Row rows[] = {
      {"nothing", "", "", "0.0 0.0"},
      {"trust.dat alone", trust_dat({1, 7}), "", "1.7 1.7"},
      {"live set alone", "", live_set(5), "1.5 1.5"},
      {"live set behind trust.dat", trust_dat({1, 7}), live_set(5), "1.7 1.7"},
      {"live set ahead of trust.dat", trust_dat({1, 7}), live_set(8), "1.8 1.8"},
      {"epoch before serial", trust_dat({2, 0}), live_set(8), "2.0 2.0"},
      {"live set without programs", trust_dat({1, 7}), scf({one}, "", notices(stranger)), "1.7 1.9"},
      {"live set of a stranger", trust_dat({1, 7}), scf({one}, programs(), notices(stranger, {"not2"})),
       "1.7 1.7"},
      {"live set of another product", trust_dat({1, 7}), scf({one}, programs(), notices(other_product)),
       "1.7 1.7"},
      {"live set of an epoch no root gave", trust_dat({1, 7}), scf({one}, programs(), notices(other_epoch)),
       "1.7 1.7"},
      {"live set that is rubbish", trust_dat({1, 7}), "rubbish", "1.7 1.7"},
      {"trust.dat whose root is rubbish", trust_dat({1, 9}, {"rubbish"}), live_set(5), "1.9 1.9"},
      {"trust.dat without a root", trust_dat({1, 9}, {}), live_set(5), "1.9 1.9"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const TrustAnchor anchor = strongest_of(row.trust, row.live);
    CHECK(positions(anchor) == row.positions);
    CHECK(anchor.compiled_root == one);
    CHECK(anchor.newest_root == one);
  }
}

TEST_CASE("an expired live set still says how far this machine has come") {
  NoticesSpec spec;
  spec.serial = 4;
  spec.expires = spec.issued;
  CHECK(positions(strongest_of("", scf({root_of(1)}, programs(), notices(spec)))) == "1.1 1.4");
  CHECK(positions(*strongest(sample("root1.bin"), kProduct, "", sample("good-notices-keys-rotated.dat"))) ==
        "2.3 3.1");
}

TEST_CASE("the newest trusted root") {
  const std::string one = root_of(1);
  const std::string two = root_of(2);
  RootSpec other_product;
  other_product.version = 2;
  other_product.product = "other";
  RootSpec strange;
  strange.version = 2;
  CHECK(strongest_of(trust_dat({1, 7}, {one, two}), "").newest_root == two);
  CHECK(strongest_of("", live_set(1, {one, two})).newest_root == two);
  CHECK(strongest_of(trust_dat({1, 7}, {one, two}), live_set(1)).newest_root == two);
  const auto ahead = strongest(two, kProduct, trust_dat({1, 7}), "");
  CHECK(ahead->newest_root == two);
  CHECK(positions(*ahead) == "1.7 1.7");
  struct Row {
    std::string_view name;
    std::vector<std::string> roots;
  };
  const Row rows[] = {
      {"of another product", {one, root(other_product)}},
      {"signed by a stranger", {one, root(strange, {"root0", "rel0"})}},
      {"signed by too few", {one, root(strange, {"root0"})}},
      {"root 2 alone: nothing leads to it", {two}},
      {"behind another root 1", {root(RootSpec{.issued = 5}), two}},
      {"a gap", {one, root_of(3)}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const TrustAnchor anchor = strongest_of(trust_dat({1, 7}, row.roots), "");
    CHECK(anchor.newest_root == one);
    CHECK(positions(anchor) == "1.7 1.7");
  }
}

TEST_CASE("the newest signed time of the highest epoch, for each role") {
  TrustState state = state_at({1, 7}, {root_of(1)});
  state.notices.issued = 1763942500;
  const TrustAnchor later = strongest_of(serialise_trust_state(state), live_set(8));
  CHECK(later.notices.issued == 1763942500);
  CHECK(later.programs.issued == 1763942400);
  state.notices.issued = 1;
  CHECK(strongest_of(serialise_trust_state(state), live_set(8)).notices.issued == 1763942400);
  CHECK(strongest_of("", live_set(8)).notices.issued == 1763942400);
  CHECK(strongest_of("", "").notices.issued == 0);
  state.notices.issued = kMost;  // a thief's, in an epoch that is over
  const TrustAnchor anchor =
      *strongest(sample("root1.bin"), kProduct, serialise_trust_state(state), sample("scf.dat"));
  CHECK(anchor.notices.issued == 1763942400);
}

TEST_CASE("what a machine knows after a document") {
  const Accepted none;
  const Accepted document{{2, 5}, filled('d'), 100};
  check_same(raised(none, document), document);
  check_same(raised({{2, 4}, filled('o'), 900}, document), {{2, 5}, filled('d'), 900});
  check_same(raised({{1, 9}, filled('o'), 900}, document), document);
  check_same(raised({{2, 5}, filled('o'), 50}, document), {{2, 5}, filled('o'), 100});
  check_same(raised({{2, 5}, std::nullopt, 50}, document), {{2, 5}, filled('d'), 100});
  check_same(raised({{2, 6}, filled('o'), 50}, document), {{2, 6}, filled('o'), 100});
  check_same(raised({{3, 0}, filled('o'), 50}, document), {{3, 0}, filled('o'), 50});
  CHECK(is_above({0, 0}, none));
  CHECK_FALSE(is_above({0, 0}, {{0, 0}, filled('o'), 0}));
  CHECK_FALSE(is_above({2, 5}, document));
  CHECK(is_above({2, 6}, document));
}

TEST_CASE("a compiled root that is none stops everything") {
  CHECK(strongest("", kProduct, "", "").error().code == Code::untrusted);
  CHECK(strongest("rubbish", kProduct, trust_dat({1, 7}), "").error().code == Code::untrusted);
  CHECK(strongest(root_of(1), "other", "", "").error().rule == "PRODUCT");
  CHECK(strongest(root_of(1) + "x", kProduct, "", "").error().rule == "SLACK");
}

}  // namespace
}  // namespace tocsin::test
