// Steps 7 to 12: the release's signers, place, order, dates and files.
#include <doctest/doctest.h>

#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

std::string root_one() {
  return root({});
}

std::string verdict_of(const ReleaseSpec& spec, const Names& signers = {"rel0"}) {
  return verdict(scf({root_one()}, release(spec, signers)), anchor_at(root_one()));
}

/// Two of two release keys.
std::string strict_root() {
  RootSpec spec;
  spec.release_keys = Ring::of(2, {"rel0", "rel1"});
  return root(spec);
}

std::string signed_by(const std::string& payload, int role, const Names& signers) {
  return verdict(scf({strict_root()}, envelope(role, payload, signers)), anchor_at(strict_root()));
}

TEST_CASE("who signed the release") {
  const std::string payload = release_payload({});
  CHECK(signed_by(payload, 2, {"rel0", "rel1"}) == "1.1");
  CHECK(signed_by(payload, 2, {"rel0"}) == "THRESHOLD");
  CHECK(signed_by(payload, 2, {}) == "SIGCOUNT");
  CHECK(signed_by(payload, 2, {"rel0", "rel2"}) == "BAD_SIG");
  CHECK(signed_by(payload, 2, {"rel0", "rel1", "rel2"}) == "BAD_SIG");
  CHECK(signed_by(payload, 2, {"root0", "root1"}) == "BAD_SIG");
  CHECK(signed_by(payload, 1, {"rel0", "rel1"}) == "BAD_SIG");        // signed under the role of a root
  CHECK(signed_by(root_payload({}), 2, {"rel0", "rel1"}) == "ROLE");  // a root's payload in a release's place
  CHECK(signed_by(root_payload({}), 1, {"root0", "root1"}) == "BAD_SIG");  // a whole root envelope there
}

TEST_CASE("one key under two ids, or a signature of zeros, counts for nothing") {
  const std::string payload = release_payload({});
  const SeedKey& key = test_key("rel0");
  const std::string good = key.sign(signing_input(2, payload));
  std::string near = key.id;
  near[15] = static_cast<char>(near[15] ^ 1);
  const auto ids = std::minmax(key.id, near, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
  const std::string twice = ids.first + good + ids.second + good;
  CHECK(verdict(scf({strict_root()}, envelope_of(payload, 2, twice)), anchor_at(strict_root())) == "BAD_SIG");
  const std::string zeros = key.id + std::string(64, '\0');
  CHECK(verdict(scf({root_one()}, envelope_of(payload, 1, zeros)), anchor_at(root_one())) == "BAD_SIG");
}

TEST_CASE("place") {
  struct Row {
    std::string_view name;
    ReleaseSpec spec;
    std::string_view verdict;
  };
  std::vector<Row> rows(8);
  rows[0] = {"as the root says", {}, "1.1"};
  rows[1] = {"another product", {}, "PRODUCT"};
  rows[1].spec.product = "example.messengers";
  rows[2] = {"another platform", {}, "PLATFORM"};
  rows[2].spec.platform = "windows-x86_64";
  rows[3] = {"a root to come", {}, "ROOT_TOO_OLD"};
  rows[3].spec.root_version = 2;
  rows[4] = {"an epoch to come", {}, "EPOCH"};
  rows[4].spec.epoch = 2;
  rows[5] = {"an epoch gone by", {}, "EPOCH"};
  rows[5].spec.epoch = 0;
  rows[6] = {"the greatest serial", {}, "1.18446744073709551615"};
  rows[6].spec.serial = ~std::uint64_t{0};
  rows[7] = {"of an earlier root version", {}, "1.1"};
  rows[7].spec.root_version = 0;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict_of(row.spec) == row.verdict);
  }
}

TEST_CASE("floors") {
  RootSpec spec;
  spec.floor = 5;
  ReleaseSpec at;
  at.serial = 5;
  ReleaseSpec below;
  below.serial = 4;
  CHECK(verdict(scf({root(spec)}, release(at)), anchor_at(root(spec))) == "1.5");
  CHECK(verdict(scf({root(spec)}, release(below)), anchor_at(root(spec))) == "FLOOR");
  TrustAnchor compiled = anchor_at(root_one());
  compiled.floor_epoch = 1;
  compiled.floor_serial = 5;
  CHECK(verdict(scf({root_one()}, release(at)), compiled) == "1.5");
  CHECK(verdict(scf({root_one()}, release(below)), compiled) == "FLOOR");
  compiled.floor_epoch = 2;
  CHECK(verdict(scf({root_one()}, release(at)), compiled) == "FLOOR");
  compiled.floor_epoch = 0;
  CHECK(verdict(scf({root_one()}, release(below)), compiled) == "1.4");
}

/// Root 2 with new release keys and a new epoch.
std::string next_epoch() {
  RootSpec spec;
  spec.version = 2;
  spec.epoch = 2;
  spec.release_keys = Ring::of(2, {"rel2", "rel3"});
  return root(spec);
}

ReleaseSpec second_epoch(std::uint64_t serial) {
  ReleaseSpec spec;
  spec.root_version = 2;
  spec.epoch = 2;
  spec.serial = serial;
  return spec;
}

TEST_CASE("a stolen key's fast-forward ends with its epoch") {
  ReleaseSpec stolen;
  stolen.serial = ~std::uint64_t{0};
  stolen.issued = 253402300000;  // year 9999
  stolen.expires = 253402300799;
  const auto accepted = Proof::of(scf({root_one()}, release(stolen)), anchor_at(root_one()), demand());
  REQUIRE(accepted.has_value());
  TrustAnchor anchor = anchor_at(root_one());
  anchor.epoch = 1;
  anchor.serial = accepted->release().serial;
  anchor.payload_hash = accepted->release().payload_hash;
  anchor.newest_issued = accepted->release().issued;
  ReleaseSpec honest;
  honest.serial = 2;
  CHECK(verdict(scf({root_one()}, release(honest)), anchor) == "ROLLBACK");
  CHECK(verdict(scf({root_one(), next_epoch()}, release(second_epoch(7), {"rel2", "rel3"})), anchor) ==
        "2.7");
  CHECK(verdict(scf({root_one(), next_epoch()}, release(second_epoch(7), {"rel0", "rel1"})), anchor) ==
        "BAD_SIG");
}

TEST_CASE("now is the latest time that is known") {
  const std::string good = scf({root_one()}, release({}));  // expires 1771718400
  struct Row {
    std::string_view name;
    std::int64_t clock;
    std::int64_t newest_issued;
    std::uint32_t stored_epoch;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"clock set back, nothing newer seen", 0, 1763942400, 1, "1.1"},
      {"clock set back, newer seen just before expiry", 0, 1771718399, 1, "1.1"},
      {"clock set back, newer seen at expiry", 0, 1771718400, 1, "EXPIRED"},
      {"a time seen in an older epoch is forgotten", 0, 1771718400, 0, "1.1"},
      {"clock later than what was seen", 1771718400, 0, 1, "EXPIRED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    TrustAnchor anchor = anchor_at(root_one());
    anchor.epoch = row.stored_epoch;
    anchor.newest_issued = instant_at(row.newest_issued);
    CHECK(verdict(good, anchor, demand(instant_at(row.clock))) == row.verdict);
  }
}

TEST_CASE("dates") {
  struct Row {
    std::string_view name;
    std::uint64_t issued;
    std::uint64_t expires;
    std::string_view verdict;
  };
  const std::uint64_t greatest = ~std::uint64_t{0};
  const Row rows[] = {
      {"issued before it expires", 1763942400, 1771718400, "1.1"},
      {"issued when it expires", 1771718400, 1771718400, "1.1"},
      {"issued after it expires", 1771718401, 1771718400, "DATES"},
      {"the greatest times", greatest, greatest, "1.1"},
      {"issued at the greatest time", greatest, greatest - 1, "DATES"},
      {"expires in 1970", 0, 0, "EXPIRED"},
      {"expires when the root was issued", 0, 1763769600, "EXPIRED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ReleaseSpec spec;
    spec.issued = row.issued;
    spec.expires = row.expires;
    CHECK(verdict_of(spec) == row.verdict);
  }
  ReleaseSpec far;
  far.issued = far.expires = greatest;
  const auto proof = Proof::of(scf({root_one()}, release(far)), anchor_at(root_one()), demand());
  REQUIRE(proof.has_value());
  CHECK(format_instant(proof->release().expires) == "9999-12-31T23:59:59Z");
}

TEST_CASE("the root's own time counts against a clock set back") {
  RootSpec late;
  late.issued = 1771718400;
  CHECK(verdict(scf({root(late)}, release({})), anchor_at(root(late)), demand(instant_at(0))) == "EXPIRED");
}

TEST_CASE("files") {
  const ReleaseSpec good;
  auto changed = [&good](auto change) {
    ReleaseSpec spec = good;
    change(spec.files);
    return spec;
  };
  using Files = std::vector<FileSpec>;
  struct Row {
    std::string_view name;
    ReleaseSpec spec;
    std::string_view verdict;
  };
  const FileSpec updater{6, "update-patch", 9};
  const Row rows[] = {
      {"five", good, "1.1"},
      {"six", changed([&](Files& f) { f.push_back(updater); }), "1.1"},
      {"names with blanks", changed([](Files& f) { f[0].name = "Example Messenger.exe"; }), "1.1"},
      {"a name that begins like a device", changed([](Files& f) { f[0].name = "console"; }), "1.1"},
      {"an empty file", changed([](Files& f) { f[0].size = 0; }), "1.1"},
      {"config and catalog at their caps", changed([](Files& f) {
         f[1].size = 64u << 10;
         f[2].size = 8u << 20;
       }),
       "1.1"},
      {"none", changed([](Files& f) { f.clear(); }), "FILE_SET"},
      {"no notifier", changed([](Files& f) { f.erase(f.begin()); }), "FILE_SET"},
      {"no control", changed([](Files& f) { f.pop_back(); }), "FILE_SET"},
      {"updater for control", changed([&](Files& f) { f.back() = updater; }), "FILE_SET"},
      {"role 0", changed([](Files& f) { f[0].role = 0; }), "FILE_SET"},
      {"role 7", changed([](Files& f) {
         f.push_back({7, "seven", 1});
       }),
       "FILE_SET"},
      {"role 255", changed([](Files& f) {
         f.push_back({255, "x", 1});
       }),
       "FILE_SET"},
      {"roles descend", changed([](Files& f) { std::swap(f[0], f[1]); }), "FILE_ORDER"},
      {"a role twice", changed([](Files& f) {
         f.push_back({5, "again", 1});
       }),
       "FILE_ORDER"},
      {"no name", changed([](Files& f) { f[0].name = ""; }), "FILE_SET"},
      {"a path", changed([](Files& f) { f[0].name = "../messenger"; }), "FILE_SET"},
      {"an absolute path", changed([](Files& f) { f[0].name = "/bin/sh"; }), "FILE_SET"},
      {"a Windows path", changed([](Files& f) { f[0].name = "a\\b"; }), "FILE_SET"},
      {"a drive or stream", changed([](Files& f) { f[0].name = "a:b"; }), "FILE_SET"},
      {"dot dot", changed([](Files& f) { f[0].name = ".."; }), "FILE_SET"},
      {"hidden", changed([](Files& f) { f[0].name = ".profile"; }), "FILE_SET"},
      {"dot last", changed([](Files& f) { f[0].name = "messenger."; }), "FILE_SET"},
      {"blank last", changed([](Files& f) { f[0].name = "messenger "; }), "FILE_SET"},
      {"NUL", changed([](Files& f) { f[0].name = std::string("a\0b", 3); }), "FILE_SET"},
      {"not ASCII", changed([](Files& f) { f[0].name = "m\xc3\xa9"; }), "FILE_SET"},
      {"scf.dat", changed([](Files& f) { f[0].name = "SCF.dat"; }), "FILE_SET"},
      {"a device", changed([](Files& f) { f[0].name = "nul.exe"; }), "FILE_SET"},
      {"a numbered device", changed([](Files& f) { f[0].name = "COM1"; }), "FILE_SET"},
      {"two of one name", changed([](Files& f) { f[0].name = f[1].name; }), "FILE_SET"},
      {"two that differ by case", changed([](Files& f) { f[0].name = "MESSENGER.xml"; }), "FILE_SET"},
      {"config above its cap", changed([](Files& f) { f[1].size = (64u << 10) + 1; }), "SIZE"},
      {"catalog above its cap", changed([](Files& f) { f[2].size = (8u << 20) + 1; }), "SIZE"},
      {"one above the set's cap", changed([](Files& f) { f[0].size = (64u << 20) + 1; }), "SIZE"},
      {"together above the set's cap", changed([](Files& f) { f[0].size = 64u << 20; }), "SIZE"},
      {"sizes that overflow", changed([](Files& f) { f[0].size = f[3].size = std::uint64_t{1} << 63; }),
       "SIZE"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict_of(row.spec) == row.verdict);
  }
}

TEST_CASE("framing of a release's payload") {
  const std::string good = release_payload({});
  std::string format = good;
  format[0] = 0;
  auto verdict_of_payload = [](const std::string& payload) {
    return verdict(scf({root_one()}, envelope(2, payload, {"rel0"})), anchor_at(root_one()));
  };
  CHECK(verdict_of_payload(good) == "1.1");
  CHECK(verdict_of_payload(format) == "VERSION");
  CHECK(verdict_of_payload(good + "x") == "SLACK");
  CHECK(verdict_of_payload("") == "TRUNCATED");
  int accepted = 0;
  for (std::size_t size = 0; size < good.size(); ++size)
    accepted += verdict_of_payload(good.substr(0, size)) == "1.1";
  CHECK(accepted == 0);
}

TEST_CASE("codes: what the caller can do about it") {
  struct Row {
    std::string_view name;
    std::string verdict;
    Code code;
  };
  const std::string good = scf({root_one()}, release({}));
  auto code_of = [](std::string_view bytes, const TrustAnchor& anchor, Instant clock) {
    const auto proof = Proof::of(bytes, anchor, demand(clock));
    return proof ? Code::internal : proof.error().code;
  };
  TrustAnchor newer = anchor_at(root_one());
  newer.epoch = 9;
  CHECK(code_of(good + "x", anchor_at(root_one()), kClock) == Code::malformed);
  CHECK(code_of(good, newer, kClock) == Code::stale);
  CHECK(code_of(good, anchor_at(root_one()), instant_at(1771718400)) == Code::stale);
  CHECK(code_of(good, anchor_at(root_one()), instant_at(4000000000)) == Code::stale);
  CHECK(code_of(scf({root_one()}, release({}, {"rel2"})), anchor_at(root_one()), kClock) == Code::untrusted);
}

TEST_CASE("a file of the set is admitted by size and digest alone") {
  ReleaseSpec spec;
  spec.files[2] = FileSpec::of(3, "messenger.xml", "<catalog/>");
  const auto proof = Proof::of(scf({root_one()}, release(spec)), anchor_at(root_one()), demand());
  REQUIRE(proof.has_value());
  const auto admitted = proof->admit(FileRole::catalog, "<catalog/>");
  REQUIRE(admitted.has_value());
  CHECK(admitted->view() == "<catalog/>");
  CHECK(proof->admit(FileRole::catalog, "<catalog>>").error().rule == "FILE_HASH");
  CHECK(proof->admit(FileRole::catalog, "<catalog/> ").error().rule == "FILE_HASH");
  CHECK(proof->admit(FileRole::catalog, "").error().rule == "FILE_HASH");
  CHECK(proof->admit(FileRole::config, "<catalog/>").error().rule == "FILE_HASH");
  CHECK(proof->admit(FileRole::updater, "<catalog/>").error().rule == "FILE_SET");
}

}  // namespace
}  // namespace tocsin::test
