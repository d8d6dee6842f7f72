// The published vectors, each with the verdict its README gives; and no single changed bit is ever accepted.
#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "schema/trust/digest.h"
#include "tests/schema/trust/trust_samples.h"

namespace tocsin::test {
namespace {

constexpr std::int64_t kT = 1763769600;  // 2025-11-22T00:00:00Z
constexpr std::int64_t kDay = 86400;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

/// A machine as the vectors describe one: what it trusts and has accepted, and what is live on it.
struct Machine {
  TrustAnchor anchor;
  std::string programs, notices;  // live envelopes
};

Digest payload_hash_of(const std::string& envelope) {
  return sha256(split_envelope(envelope)->payload);
}

Machine fresh(std::string_view root = "root1.bin") {
  return {anchor_at(sample(root)), {}, {}};
}

/// Programs 2.3 and notices 2.7 accepted and live, both recorded times T + 2 d.
Machine current() {
  Machine machine = fresh();
  machine.programs = sample("programs.bin");
  machine.notices = sample("notices.bin");
  const auto issued = static_cast<std::uint64_t>(kT + 2 * kDay);
  machine.anchor.programs = {{2, 3}, payload_hash_of(machine.programs), issued};
  machine.anchor.notices = {{2, 7}, payload_hash_of(machine.notices), issued};
  return machine;
}

/// Accepted, and nothing of it live. The hash is another document's.
Machine accepted(Position programs, Position notices, std::uint64_t notices_issued = 0) {
  Machine machine = fresh();
  if (programs != Position{}) machine.anchor.programs = {programs, sha256("another"), 0};
  if (notices != Position{}) machine.anchor.notices = {notices, sha256("another"), notices_issued};
  return machine;
}

Machine without_live(Machine machine) {
  machine.programs.clear();
  machine.notices.clear();
  return machine;
}

Machine live_programs(Position programs_accepted) {
  Machine machine = fresh();
  machine.programs = sample("programs.bin");
  machine.anchor.programs = {programs_accepted, payload_hash_of(machine.programs), 0};
  if (programs_accepted != Position{2, 3}) machine.anchor.programs.payload_hash = sha256("another");
  return machine;
}

Machine trusting_root_2() {
  const std::string file = sample("scf.dat");
  Machine machine = fresh();
  machine.anchor.newest_root = std::string(split_sections(file)->roots.at(1));
  return machine;
}

Machine site() {
  return fresh("site-root.bin");
}

struct Row {
  std::string_view name;
  std::string_view file;
  std::string_view verdict;
  Machine machine = fresh();
  Instant clock = kClock;
  std::string_view product = kProduct;
  std::string_view platform = kPlatform;
  Instant built = instant_at(0);
};

constexpr std::string_view kSite = "example.messenger.site";
constexpr std::string_view kGood = "notices 2.7 programs 2.3";

std::string patch_verdict(const Row& row) {
  ProofDemand wanted = demand(row.clock, row.product, row.platform);
  wanted.built = row.built;
  if (row.product == kSite) {
    wanted.names.at(1) = "site.config";
    wanted.names.at(2) = "site.xml";
  }
  const Machine& machine = row.machine;
  const std::string file = sample(row.file);
  const auto composed = compose(file, {machine.programs, machine.notices}, machine.anchor, wanted);
  return composed ? spelt(composed->proof.release()) : verdict(composed.error());
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.file);
    CHECK(patch_verdict(row) == row.verdict);
  }
}

Instant day(std::int64_t days) {
  return instant_at(kT + days * kDay);
}

TEST_CASE("published vectors: the good file") {
  check({
      {"nothing accepted", "scf.dat", kGood},
      {"current machine: a repair", "scf.dat", kGood, current()},
      {"notices 2.7 of another hash", "scf.dat", "EQUIVOCATION notices", accepted({}, {2, 7})},
      {"programs 2.3 of another hash", "scf.dat", "EQUIVOCATION programs", accepted({2, 3}, {})},
      {"notices 2.8 accepted", "scf.dat", "ROLLBACK notices", accepted({}, {2, 8})},
      {"notices 3.1 accepted", "scf.dat", "ROLLBACK notices", accepted({}, {3, 1})},
      {"notices 2.(2^64-1) accepted", "scf.dat", "ROLLBACK notices", accepted({}, {2, kMost})},
      {"notices 1.(2^64-1) accepted", "scf.dat", kGood, accepted({}, {1, kMost})},
      {"a second before it expires", "scf.dat", kGood, fresh(), day(92) - Duration(1)},
      {"as it expires", "scf.dat", "EXPIRED notices", fresh(), day(92)},
      {"2099", "scf.dat", "ROOT_EXPIRED root", fresh(), *parse_instant("2099-01-01T00:00:00Z")},
      {"1970, build time 0", "scf.dat", "FUTURE programs", fresh(), instant_at(0)},
      {"1970, build time T", "scf.dat", kGood, fresh(), instant_at(0), kProduct, kPlatform, day(0)},
      {"1970, current machine", "scf.dat", kGood, current(), instant_at(0)},
      {"another platform", "scf.dat", "PLATFORM programs", fresh(), kClock, kProduct, "windows-x86_64"},
      {"another product", "scf.dat", "PRODUCT", fresh(), kClock, "other"},
  });
  CHECK(verdict(sample("scf.dat"), anchor_at(sample("root1.bin")), demand(instant_at(0))) == kGood);
}

TEST_CASE("published vectors: recorded times") {
  const std::uint64_t far = std::uint64_t{1} << 63;
  Machine rotated = current();
  rotated.anchor.notices = {{2, kMost}, sha256("another"), std::uint64_t{1} << 40};
  check({
      {"of an epoch that is over", "scf.dat", kGood, accepted({}, {1, 1}, far)},
      {"of this epoch", "scf.dat", "EXPIRED notices", accepted({}, {2, 1}, far)},
      {"of this epoch, programs of the epoch before", "scf.dat", "EXPIRED notices",
       accepted({1, 1}, {2, 1}, far)},
      {"notices keys rotated", "good-notices-keys-rotated.dat", "notices 3.1 programs 2.3", rotated},
  });
}

TEST_CASE("published vectors: the choice between a file and the live set") {
  check({
      {"newer programs, older notices", "good-programs-4-notices-6.dat", "notices 2.7 programs 2.4",
       current()},
      {"the same, nothing live", "good-programs-4-notices-6.dat", "ROLLBACK notices",
       without_live(current())},
      {"the same, fresh machine", "good-programs-4-notices-6.dat", "notices 2.6 programs 2.4"},
      {"notices alone, nothing live", "good-notices-only.dat", "PROGRAMS programs"},
      {"notices alone, programs live", "good-notices-only.dat", kGood, live_programs({2, 3})},
      {"notices alone, other programs accepted", "good-notices-only.dat", "PROGRAMS programs",
       live_programs({2, 4})},
  });
}

TEST_CASE("published vectors: a fast-forward of an epoch that is over") {
  const std::string first = sample("good-fastforward-v1.dat");
  Row row{"of epoch 1", "good-fastforward-v1.dat", "notices 1.18446744073709551615 programs 1.1"};
  CHECK(patch_verdict(row) == row.verdict);
  const auto taken = Proof::of(first, row.machine.anchor, demand());
  REQUIRE(taken.has_value());
  const std::string trust_dat = serialise_trust_state(state_after(row.machine.anchor, taken->release()));
  Machine after = fresh();
  after.anchor = *strongest(after.anchor.compiled_root, kProduct, trust_dat, first);
  CHECK(after.anchor.notices.position == Position{1, kMost});
  check({
      {"afterwards the good file", "scf.dat", kGood, after},
      {"root 2 is trusted", "good-fastforward-v1.dat", "ROOT_OLD root", trusting_root_2()},
  });
}

TEST_CASE("published vectors: bad files") {
  check({
      {"notices by one of two", "bad-below-threshold.dat", "THRESHOLD notices"},
      {"programs by one of two", "bad-programs-below-threshold.dat", "THRESHOLD programs"},
      {"root 2 without root 1's keys", "bad-root-not-signed-by-old.dat", "THRESHOLD root"},
      {"programs by notices keys", "bad-programs-by-notices-keys.dat", "BAD_SIG programs"},
      {"notices by programs keys", "bad-notices-by-programs-keys.dat", "BAD_SIG notices"},
      {"signed for another role", "bad-role-confusion.dat", "BAD_SIG notices"},
      {"notices that list a program", "bad-notices-name-a-program.dat", "FILE_SET notices"},
      {"notices that place version.dll", "bad-notices-other-name.dat", "FILE_SET notices"},
      {"programs below programs_from", "bad-programs-too-old.dat", "PROGRAMS programs"},
      {"issued nine years ahead", "bad-future.dat", "FUTURE notices"},
      {"nine years later", "bad-future.dat", "notices 2.9 programs 2.3", fresh(), day(9L * 365)},
      {"a signature twice", "bad-dup-signature.dat", "SIG_ORDER notices"},
      {"a weak key", "bad-weak-key.dat", "WEAK_KEY root"},
      {"root 3 first", "bad-root-gap.dat", "ROOT_GAP root"},
      {"two notices", "bad-two-notices.dat", "SECTIONS"},
      {"a byte more", "bad-trailing-byte.dat", "LENGTH"},
      {"a byte less", "bad-truncated.dat", "LENGTH"},
  });
}

TEST_CASE("published vectors: a site's channel") {
  check({
      {"good", "good-site.dat", "notices 1.1763942400", site(), kClock, kSite},
      {"given to the vendor's channel", "good-site.dat", "PRODUCT root"},
      {"with programs", "bad-site-with-programs.dat", "SECTIONS", site(), kClock, kSite},
      {"a root that adds programs keys", "bad-site-gains-programs.dat", "ROOT_REGRESS root", site(), kClock,
       kSite},
  });
}

TEST_CASE("what is proven is what was signed") {
  const auto proof = Proof::of(sample("scf.dat"), anchor_at(sample("root1.bin")), demand());
  REQUIRE(proof.has_value());
  const ProvenRelease& release = proof->release();
  CHECK(release.product == kProduct);
  CHECK(release.platform == kPlatform);
  CHECK(release.root_version == 2);
  CHECK(release.roots.size() == 2);
  CHECK(release.roots.front() == sample("root1.bin"));
  CHECK(release.programs->issued == static_cast<std::uint64_t>(kT + 2 * kDay));
  CHECK(release.notices.issued == static_cast<std::uint64_t>(kT + 2 * kDay));
  CHECK(release.expires == day(92));
  CHECK(release.programs_from == Position{2, 3});
  CHECK(release.files().size() == 6);
  CHECK(release.files().back().role == FileRole::catalog);
  CHECK(release.file(FileRole::catalog)->name == "messenger.xml");
  CHECK(release.file(FileRole::updater)->name == "update-patch");
  CHECK(release.programs->signed_by.size() == 2);
  CHECK(release.notices.signed_by.size() == 2);
}

TEST_CASE("no single changed bit is accepted") {
  const std::string good = sample("scf.dat");
  const TrustAnchor anchor = anchor_at(sample("root1.bin"));
  std::string bytes = good;
  int accepted_files = 0;
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(good[bit / 8] ^ (1 << bit % 8));
    if (Proof::of(bytes, anchor, demand())) ++accepted_files;
    bytes[bit / 8] = good[bit / 8];
  }
  CHECK(accepted_files == 0);
  CHECK(good.size() * 8 == 14792);
  CHECK(verdict(bytes, anchor) == kGood);
}

TEST_CASE("no shortened file is accepted, whatever length it claims") {
  const std::string good = sample("scf.dat");
  const TrustAnchor anchor = anchor_at(sample("root1.bin"));
  int accepted_files = 0;
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::string bytes = good.substr(0, size);
    if (Proof::of(bytes, anchor, demand())) ++accepted_files;
    if (size < 12) continue;
    bytes[10] = static_cast<char>(size >> 8);
    bytes[11] = static_cast<char>(size & 0xff);
    if (Proof::of(bytes, anchor, demand())) ++accepted_files;
  }
  CHECK(accepted_files == 0);
}

}  // namespace
}  // namespace tocsin::test
