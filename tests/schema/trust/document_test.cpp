// Steps 7 to 12 for one scf.dat: the signers of both documents, their place, order, dates and files.
#include "schema/trust/document.h"

#include <doctest/doctest.h>

#include <functional>
#include <optional>

#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

constexpr std::string_view kGood = "notices 1.1 programs 1.1";

std::string root_one() {
  return root({});
}

std::string verdict_of(const NoticesSpec& spec) {
  return verdict(scf({root_one()}, programs(), notices(spec)), anchor_at(root_one()));
}

std::string verdict_of(const ProgramsSpec& spec) {
  return verdict(scf({root_one()}, programs(spec), notices()), anchor_at(root_one()));
}

/// Two of two keys for each role.
std::string strict_root() {
  RootSpec spec;
  spec.programs.keys = Ring::of(2, {"rel0", "rel1"});
  spec.notices.keys = Ring::of(2, {"not0", "not1"});
  return root(spec);
}

const Names kProgramsKeys = {"rel0", "rel1"};
const Names kNoticesKeys = {"not0", "not1"};

std::string with_notices(const std::string& envelope_bytes) {
  return verdict(scf({strict_root()}, programs({}, kProgramsKeys), envelope_bytes), anchor_at(strict_root()));
}

std::string with_programs(const std::string& envelope_bytes) {
  return verdict(scf({strict_root()}, envelope_bytes, notices({}, kNoticesKeys)), anchor_at(strict_root()));
}

TEST_CASE("who signed the notices") {
  const std::string payload = notices_payload({});
  const auto by = [&](const Names& signers) { return with_notices(envelope(3, payload, signers)); };
  CHECK(by(kNoticesKeys) == kGood);
  CHECK(by({"not0"}) == "THRESHOLD notices");
  CHECK(by({}) == "SIGCOUNT notices");
  CHECK(by({"not0", "not2"}) == "BAD_SIG notices");
  CHECK(by({"not0", "not1", "not2"}) == "BAD_SIG notices");
  CHECK(by(kProgramsKeys) == "BAD_SIG notices");
  CHECK(by({"not0", "not1", "rel0"}) == "BAD_SIG notices");
  CHECK(by({"root0", "root1"}) == "BAD_SIG notices");
  CHECK(with_notices(envelope(2, payload, kNoticesKeys)) == "BAD_SIG notices");  // signed as programs
  CHECK(with_notices(envelope(1, payload, kNoticesKeys)) == "BAD_SIG notices");  // signed as a root
  CHECK(with_notices(envelope(3, programs_payload({}), kNoticesKeys)) == "ROLE notices");
  CHECK(with_notices(envelope(3, root_payload({}), kNoticesKeys)) == "ROLE notices");
  CHECK(with_notices(programs({}, kProgramsKeys)) == "BAD_SIG notices");
}

TEST_CASE("who signed the programs") {
  const std::string payload = programs_payload({});
  const auto by = [&](const Names& signers) { return with_programs(envelope(2, payload, signers)); };
  CHECK(by(kProgramsKeys) == kGood);
  CHECK(by({"rel0"}) == "THRESHOLD programs");
  CHECK(by({}) == "SIGCOUNT programs");
  CHECK(by({"rel0", "rel2"}) == "BAD_SIG programs");
  CHECK(by(kNoticesKeys) == "BAD_SIG programs");
  CHECK(by({"rel0", "rel1", "not0"}) == "BAD_SIG programs");
  CHECK(by({"root0", "root1"}) == "BAD_SIG programs");
  CHECK(with_programs(envelope(3, payload, kProgramsKeys)) == "BAD_SIG programs");  // signed as notices
  CHECK(with_programs(envelope(2, notices_payload({}), kProgramsKeys)) == "ROLE programs");
  CHECK(with_programs(notices({}, kNoticesKeys)) == "BAD_SIG programs");
}

TEST_CASE("one key under two ids, or a signature of zeros, counts for nothing") {
  const std::string payload = notices_payload({});
  const SeedKey& key = test_key("not0");
  const std::string good = key.sign(signing_input(3, payload));
  std::string near = key.id;
  near[15] = static_cast<char>(near[15] ^ 1);
  const auto ids = std::minmax(key.id, near, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
  CHECK(with_notices(envelope_of(payload, 2, ids.first + good + ids.second + good)) == "BAD_SIG notices");
  const std::string zeros = envelope_of(payload, 1, key.id + std::string(64, '\0'));
  CHECK(verdict(scf({root_one()}, programs(), zeros), anchor_at(root_one())) == "BAD_SIG notices");
}

TEST_CASE("a key that a root lists for both roles signs for each under its own role only") {
  RootSpec spec;
  spec.programs.keys = spec.notices.keys = Ring::of(1, {"rel0"});
  const std::string one = root(spec);
  const auto verdict_by = [&](const std::string& first, const std::string& second) {
    return verdict(scf({one}, first, second), anchor_at(one));
  };
  CHECK(verdict_by(programs({}, {"rel0"}), notices({}, {"rel0"})) == kGood);
  CHECK(verdict_by(programs({}, {"rel0"}), envelope(2, notices_payload({}), {"rel0"})) == "BAD_SIG notices");
  CHECK(verdict_by(envelope(3, programs_payload({}), {"rel0"}), notices({}, {"rel0"})) == "BAD_SIG programs");
}

/// The same field, changed in either document.
template <typename Change>
void check_both(std::string_view name, const Change& change, std::string_view word) {
  CAPTURE(name);
  NoticesSpec changed_notices;
  change(changed_notices);
  ProgramsSpec changed_programs;
  change(changed_programs);
  CHECK(verdict_of(changed_notices) == std::string(word) + " notices");
  CHECK(verdict_of(changed_programs) == std::string(word) + " programs");
}

TEST_CASE("place") {
  check_both(
      "another product", [](auto& spec) { spec.product = "example.messengers"; }, "PRODUCT");
  check_both(
      "a root to come", [](auto& spec) { spec.root_version = 2; }, "ROOT_TOO_OLD");
  check_both(
      "an epoch to come", [](auto& spec) { spec.epoch = 2; }, "EPOCH");
  check_both(
      "an epoch gone by", [](auto& spec) { spec.epoch = 0; }, "EPOCH");
  check_both(
      "another format", [](auto& spec) { spec.format = 2; }, "VERSION");
  ProgramsSpec platform;
  platform.platform = "windows-x86_64";
  CHECK(verdict_of(platform) == "PLATFORM programs");
  NoticesSpec highest;
  highest.serial = ~std::uint64_t{0};
  CHECK(verdict_of(highest) == "notices 1.18446744073709551615 programs 1.1");
  NoticesSpec earlier;
  earlier.root_version = 0;
  CHECK(verdict_of(earlier) == kGood);
}

TEST_CASE("each role has an epoch of its own") {
  RootSpec spec;
  spec.programs.epoch = 4;
  spec.notices.epoch = 9;
  ProgramsSpec code;
  code.epoch = 4;
  NoticesSpec news;
  news.epoch = 9;
  const auto verdict_by = [&] {
    return verdict(scf({root(spec)}, programs(code), notices(news)), anchor_at(root(spec)));
  };
  CHECK(verdict_by() == "notices 9.1 programs 4.1");
  news.epoch = 4;
  CHECK(verdict_by() == "EPOCH notices");
}

TEST_CASE("floors") {
  RootSpec spec;
  spec.programs.floor = 4;
  spec.notices.floor = 5;
  ProgramsSpec code;
  code.serial = 4;
  NoticesSpec news;
  news.serial = 5;
  const auto by_root = [&] {
    return verdict(scf({root(spec)}, programs(code), notices(news)), anchor_at(root(spec)));
  };
  CHECK(by_root() == "notices 1.5 programs 1.4");
  news.serial = 4;
  CHECK(by_root() == "FLOOR notices");
  news.serial = 5;
  code.serial = 3;
  CHECK(by_root() == "FLOOR programs");

  code.serial = 4;
  ProofDemand wanted = demand();
  const auto compiled = [&] {
    return verdict(scf({root_one()}, programs(code), notices(news)), anchor_at(root_one()), wanted);
  };
  wanted.programs_floor = {1, 4};
  wanted.notices_floor = {1, 5};
  CHECK(compiled() == "notices 1.5 programs 1.4");
  wanted.notices_floor = {1, 6};
  CHECK(compiled() == "FLOOR notices");
  wanted.notices_floor = {0, 6};
  wanted.programs_floor = {1, 5};
  CHECK(compiled() == "FLOOR programs");
  wanted.programs_floor = {2, 0};
  CHECK(compiled() == "FLOOR programs");
}

TEST_CASE("programs_from is compared as a pair") {
  struct Row {
    std::uint32_t epoch;
    std::uint64_t serial;
    std::string_view verdict;
  };
  const Row rows[] = {{1, 1, kGood},
                      {1, 0, kGood},
                      {0, ~std::uint64_t{0}, kGood},
                      {1, 2, "PROGRAMS programs"},
                      {2, 0, "PROGRAMS programs"}};
  for (const Row& row : rows) {
    NoticesSpec spec;
    spec.from_epoch = row.epoch;
    spec.from_serial = row.serial;
    CHECK(verdict_of(spec) == row.verdict);
  }
  const auto absent = Proof::of(scf({root_one()}, "", notices()), anchor_at(root_one()), demand());
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().rule == "PROGRAMS");
  CHECK(absent.error().code == Code::stale);
  CHECK(absent.error().detail == "programs 1.1 or above are needed");
}

TEST_CASE("order: each role by its own accepted pair") {
  const std::string good = scf({root_one()}, programs(), notices());
  const auto proof = Proof::of(good, anchor_at(root_one()), demand());
  REQUIRE(proof.has_value());
  for (const auto member : {&TrustAnchor::programs, &TrustAnchor::notices}) {
    const bool is_programs = member == &TrustAnchor::programs;
    const std::string role = is_programs ? " programs" : " notices";
    const Digest own =
        is_programs ? proof->release().programs->payload_hash : proof->release().notices.payload_hash;
    TrustAnchor anchor = anchor_at(root_one());
    anchor.*member = {{1, 1}, own, 0};
    CHECK(verdict(good, anchor) == kGood);
    anchor.*member = {{1, 1}, std::nullopt, 0};
    CHECK(verdict(good, anchor) == kGood);
    anchor.*member = {{1, 1}, sha256("another"), 0};
    CHECK(verdict(good, anchor) == "EQUIVOCATION" + role);
    anchor.*member = {{1, 0}, sha256("another"), 0};
    CHECK(verdict(good, anchor) == kGood);
    anchor.*member = {{1, 2}, sha256("another"), 0};
    CHECK(verdict(good, anchor) == "ROLLBACK" + role);
    anchor.*member = {{2, 0}, sha256("another"), 0};
    CHECK(verdict(good, anchor) == "ROLLBACK" + role);
  }
}

TEST_CASE("now is the latest time that is known, of either role") {
  const std::string good = scf({root_one()}, programs(), notices());  // expires 1771718400
  struct Row {
    std::string_view name;
    std::int64_t clock;
    std::uint64_t issued;
    std::uint32_t epoch;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"clock set back, nothing newer seen", 0, 1763942400, 1, kGood},
      {"clock set back, newer seen just before expiry", 0, 1771718399, 1, kGood},
      {"clock set back, newer seen at expiry", 0, 1771718400, 1, "EXPIRED notices"},
      {"a time seen in an older epoch is forgotten", 0, 1771718400, 0, kGood},
      {"clock later than what was seen", 1771718400, 0, 1, "EXPIRED notices"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const auto member : {&TrustAnchor::programs, &TrustAnchor::notices}) {
      TrustAnchor anchor = anchor_at(root_one());
      anchor.*member = {{row.epoch, 0}, sha256("another"), row.issued};
      CHECK(verdict(good, anchor, demand(instant_at(row.clock))) == row.verdict);
    }
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
      {"issued before it expires", 1763942400, 1771718400, kGood},
      {"issued when it expires", 1771718400, 1771718400, "EXPIRED notices"},
      {"issued a second before it expires", 1771718399, 1771718400, kGood},
      {"issued after it expires", 1771718401, 1771718400, "DATES notices"},
      {"the greatest times", greatest - 1, greatest, kGood},
      {"issued at the greatest time", greatest, greatest - 1, "DATES notices"},
      {"expires in 1970", 0, 0, "EXPIRED notices"},
      {"expires when the root was issued", 0, 1763769600, "EXPIRED notices"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    NoticesSpec spec;
    spec.issued = row.issued;
    spec.expires = row.expires;
    CHECK(verdict_of(spec) == row.verdict);
  }
  NoticesSpec far;
  far.issued = greatest - 1;
  far.expires = greatest;
  const auto proof = Proof::of(scf({root_one()}, programs(), notices(far)), anchor_at(root_one()), demand());
  REQUIRE(proof.has_value());
  CHECK(format_instant(proof->release().expires) == "9999-12-31T23:59:59Z");
  CHECK(proof->release().notices.issued == greatest - 1);
  ProgramsSpec late;  // once its time was recorded, the notices would be expired
  late.issued = 1771718400;
  CHECK(verdict_of(late) == "EXPIRED notices");
}

TEST_CASE("from the future: only with a build time, only above what was accepted") {
  constexpr std::uint64_t kIssued = 1763942400;
  constexpr std::int64_t kLimit = static_cast<std::int64_t>(kIssued) - 30L * 86400;
  const std::string good = scf({root_one()}, programs(), notices());
  const auto at = [&](std::int64_t clock, std::optional<std::int64_t> built, const TrustAnchor& anchor) {
    ProofDemand wanted = demand(instant_at(clock));
    if (built) wanted.built = instant_at(*built);
    return verdict(good, anchor, wanted);
  };
  const TrustAnchor none = anchor_at(root_one());
  CHECK(at(kLimit, 0, none) == kGood);
  CHECK(at(kLimit - 1, 0, none) == "FUTURE programs");
  CHECK(at(0, kLimit, none) == kGood);
  CHECK(at(0, kLimit - 1, none) == "FUTURE programs");
  CHECK(at(0, std::nullopt, none) == kGood);
  TrustAnchor programs_accepted = none;
  programs_accepted.programs = {{1, 1}, std::nullopt, 0};
  CHECK(at(0, 0, programs_accepted) == "FUTURE notices");
  TrustAnchor both = programs_accepted;
  both.notices = {{1, 1}, std::nullopt, 0};
  CHECK(at(0, 0, both) == kGood);
  both.notices = {{1, 0}, sha256("another"), 0};
  CHECK(at(0, 0, both) == "FUTURE notices");
}

TEST_CASE("the root's own time counts against a clock set back") {
  RootSpec late;
  late.issued = 1771718400;
  CHECK(verdict(scf({root(late)}, programs(), notices()), anchor_at(root(late)), demand(instant_at(0))) ==
        "EXPIRED notices");
}

/// As the author's kit may: no name is demanded, so the general rules for names show.
std::string without_names(const ProgramsSpec& code, const NoticesSpec& news) {
  ProofDemand wanted = demand();
  wanted.names = {};
  return verdict(scf({root_one()}, programs(code), notices(news)), anchor_at(root_one()), wanted);
}

using Files = std::vector<FileSpec>;

template <typename Spec>
Spec changed(const std::function<void(Files&)>& change) {
  Spec spec;
  change(spec.files);
  return spec;
}

TEST_CASE("files of programs") {
  const FileSpec updater{6, "update-patch", 9};
  struct Row {
    std::string_view name;
    std::function<void(Files&)> change;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"three", [](Files&) {}, kGood},
      {"four", [&](Files& f) { f.push_back(updater); }, kGood},
      {"an empty file", [](Files& f) { f[0].size = 0; }, kGood},
      {"none", [](Files& f) { f.clear(); }, "FILE_SET programs"},
      {"no notifier", [](Files& f) { f.erase(f.begin()); }, "FILE_SET programs"},
      {"no control", [](Files& f) { f.pop_back(); }, "FILE_SET programs"},
      {"updater for control", [&](Files& f) { f.back() = updater; }, "FILE_SET programs"},
      {"a config",
       [](Files& f) {
         f.insert(f.begin() + 1, {2, "messenger.config", 1});
       },
       "FILE_SET programs"},
      {"a catalog",
       [](Files& f) {
         f.insert(f.begin() + 1, {3, "messenger.xml", 1});
       },
       "FILE_SET programs"},
      {"a catalog for the dialog",
       [](Files& f) {
         f[1] = {3, "messenger.xml", 1};
       },
       "FILE_SET programs"},
      {"role 0", [](Files& f) { f[0].role = 0; }, "FILE_SET programs"},
      {"role 7",
       [](Files& f) {
         f.push_back({7, "seven", 1});
       },
       "FILE_SET programs"},
      {"role 255",
       [](Files& f) {
         f.push_back({255, "x", 1});
       },
       "FILE_SET programs"},
      {"roles descend", [](Files& f) { std::swap(f[0], f[1]); }, "FILE_ORDER programs"},
      {"a role twice",
       [](Files& f) {
         f.push_back({5, "again", 1});
       },
       "FILE_ORDER programs"},
      {"another name", [](Files& f) { f[0].name = "messenger2"; }, "FILE_SET programs"},
      {"another case", [](Files& f) { f[0].name = "Messenger"; }, "FILE_SET programs"},
      {"the name of another role", [](Files& f) { std::swap(f[0].name, f[1].name); }, "FILE_SET programs"},
      {"one above the set's cap", [](Files& f) { f[0].size = (64u << 20) + 1; }, "SIZE programs"},
      {"together above the set's cap", [](Files& f) { f[0].size = 64u << 20; }, "SIZE programs"},
      {"sizes that overflow", [](Files& f) { f[0].size = f[1].size = std::uint64_t{1} << 63; },
       "SIZE programs"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict_of(changed<ProgramsSpec>(row.change)) == row.verdict);
  }
}

TEST_CASE("files of notices") {
  struct Row {
    std::string_view name;
    std::function<void(Files&)> change;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"two", [](Files&) {}, kGood},
      {"at their caps",
       [](Files& f) {
         f[0].size = 64u << 10;
         f[1].size = 8u << 20;
       },
       kGood},
      {"none", [](Files& f) { f.clear(); }, "FILE_SET notices"},
      {"no config", [](Files& f) { f.erase(f.begin()); }, "FILE_SET notices"},
      {"no catalog", [](Files& f) { f.pop_back(); }, "FILE_SET notices"},
      {"a program more",
       [](Files& f) {
         f.push_back({4, "messenger-dialog", 1});
       },
       "FILE_SET notices"},
      {"an updater more",
       [](Files& f) {
         f.push_back({6, "update-patch", 1});
       },
       "FILE_SET notices"},
      {"a program instead",
       [](Files& f) {
         f[1] = {5, "messengerctl", 1};
       },
       "FILE_SET notices"},
      {"a program first",
       [](Files& f) {
         f.insert(f.begin(), {1, "messenger", 1});
       },
       "FILE_SET notices"},
      {"roles descend", [](Files& f) { std::swap(f[0], f[1]); }, "FILE_ORDER notices"},
      {"a program's name", [](Files& f) { f[1].name = "messenger"; }, "FILE_SET notices"},
      {"a library's name", [](Files& f) { f[1].name = "version.dll"; }, "FILE_SET notices"},
      {"config above its cap", [](Files& f) { f[0].size = (64u << 10) + 1; }, "SIZE notices"},
      {"catalog above its cap", [](Files& f) { f[1].size = (8u << 20) + 1; }, "SIZE notices"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict_of(changed<NoticesSpec>(row.change)) == row.verdict);
  }
}

TEST_CASE("the cap of a set counts the files of both documents") {
  ProgramsSpec code;
  code.files[0].size = (64u << 20) - 12 - 13 - 17 - 40;
  CHECK(verdict_of(code) == kGood);
  code.files[0].size += 1;
  CHECK(verdict_of(code) == "SIZE");
}

TEST_CASE("names, where none is demanded") {
  struct Row {
    std::string_view name;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"Example Messenger.exe", kGood},
      {"console", kGood},
      {"", "FILE_SET programs"},
      {"../messenger", "FILE_SET programs"},
      {"/bin/sh", "FILE_SET programs"},
      {"a\\b", "FILE_SET programs"},
      {"a:b", "FILE_SET programs"},
      {"..", "FILE_SET programs"},
      {".profile", "FILE_SET programs"},
      {"messenger.", "FILE_SET programs"},
      {"messenger ", "FILE_SET programs"},
      {std::string_view("a\0b", 3), "FILE_SET programs"},
      {"m\xc3\xa9", "FILE_SET programs"},
      {"SCF.dat", "FILE_SET programs"},
      {"nul.exe", "FILE_SET programs"},
      {"COM1", "FILE_SET programs"},
      {"MESSENGERCTL", "FILE_SET programs"},
      {"MESSENGER.xml", "FILE_SET"},  // the catalog's, in the other document
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto code = changed<ProgramsSpec>([&row](Files& files) { files[0].name = std::string(row.name); });
    CHECK(without_names(code, {}) == row.verdict);
  }
}

TEST_CASE("framing of the payloads") {
  const auto verdict_of_notices = [](const std::string& payload) {
    return verdict(scf({root_one()}, programs(), envelope(3, payload, {"not0"})), anchor_at(root_one()));
  };
  const auto verdict_of_programs = [](const std::string& payload) {
    return verdict(scf({root_one()}, envelope(2, payload, {"rel0"}), notices()), anchor_at(root_one()));
  };
  const std::string news = notices_payload({});
  const std::string code = programs_payload({});
  CHECK(verdict_of_notices(news) == kGood);
  CHECK(verdict_of_programs(code) == kGood);
  CHECK(verdict_of_notices(news + "x") == "SLACK notices");
  CHECK(verdict_of_programs(code + "x") == "SLACK programs");
  CHECK(verdict_of_notices("") == "TRUNCATED notices");
  CHECK(verdict_of_programs("") == "TRUNCATED programs");
  int accepted = 0;
  for (std::size_t size = 0; size < news.size(); ++size)
    accepted += verdict_of_notices(news.substr(0, size)) == kGood;
  for (std::size_t size = 0; size < code.size(); ++size)
    accepted += verdict_of_programs(code.substr(0, size)) == kGood;
  CHECK(accepted == 0);
}

TEST_CASE("a site's root: notices alone") {
  RootSpec spec;
  spec.programs.keys = Ring{0, {}};
  const std::string one = root(spec);
  CHECK(verdict(scf({one}, "", notices()), anchor_at(one)) == "notices 1.1");
  CHECK(verdict(scf({one}, programs(), notices()), anchor_at(one)) == "SECTIONS");
  NoticesSpec needy;  // programs_from means nothing where there are no programs
  needy.from_serial = 99;
  CHECK(verdict(scf({one}, "", notices(needy)), anchor_at(one)) == "notices 1.1");
  spec.programs.keys = Ring{1, {}};
  CHECK(verdict(scf({root(spec)}, "", notices()), anchor_at(root(spec))) == "KEYSET");
}

TEST_CASE("codes: what the caller can do about it") {
  const std::string good = scf({root_one()}, programs(), notices());
  const auto code_of = [](std::string_view bytes, const TrustAnchor& anchor, Instant clock) {
    const auto proof = Proof::of(bytes, anchor, demand(clock));
    return proof ? Code::internal : proof.error().code;
  };
  TrustAnchor newer = anchor_at(root_one());
  newer.notices.position = {9, 0};
  CHECK(code_of(good + "x", anchor_at(root_one()), kClock) == Code::malformed);
  CHECK(code_of(good, newer, kClock) == Code::stale);
  CHECK(code_of(good, anchor_at(root_one()), instant_at(1771718400)) == Code::stale);
  CHECK(code_of(good, anchor_at(root_one()), instant_at(4000000000)) == Code::stale);
  CHECK(code_of(scf({root_one()}, programs(), notices({}, {"not2"})), anchor_at(root_one()), kClock) ==
        Code::untrusted);
}

TEST_CASE("a file of the set is admitted by size and digest alone") {
  NoticesSpec spec;
  spec.files[1] = FileSpec::of(3, "messenger.xml", "<catalog/>");
  const auto proof = Proof::of(scf({root_one()}, programs(), notices(spec)), anchor_at(root_one()), demand());
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
