// The published vectors, each with the verdict its README gives; and no single changed bit is ever accepted.
#include <doctest/doctest.h>

#include "tests/schema/trust/trust_samples.h"

namespace tocsin::test {
namespace {

struct Row {
  std::string_view name;
  std::string_view file;
  std::string_view verdict;
  std::string_view clock = "2025-11-25T00:00:00Z";
  std::string_view platform = kPlatform;
  std::string_view product = kProduct;
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::string_view hash = "";  // "", "same" or "other"
};

TrustAnchor anchor_of(const Row& row) {
  TrustAnchor anchor = anchor_at(sample("root1.bin"));
  anchor.epoch = row.epoch;
  anchor.serial = row.serial;
  if (row.hash == "other") anchor.payload_hash = Digest{};
  if (row.hash == "same") {
    anchor.payload_hash =
        Proof::of(sample(row.file), anchor_at(sample("root1.bin")), demand())->release().payload_hash;
  }
  return anchor;
}

TEST_CASE("published vectors") {
  const Row rows[] = {
      {"good", "scf.dat", "2.7"},
      {"stored serial is higher", "scf.dat", "ROLLBACK", "2025-11-25T00:00:00Z", kPlatform, kProduct, 2, 8,
       "other"},
      {"stored epoch is higher", "scf.dat", "ROLLBACK", "2025-11-25T00:00:00Z", kPlatform, kProduct, 3, 1,
       "other"},
      {"stored the same number", "scf.dat", "EQUIVOCATION", "2025-11-25T00:00:00Z", kPlatform, kProduct, 2, 7,
       "other"},
      {"stored the same release", "scf.dat", "2.7", "2025-11-25T00:00:00Z", kPlatform, kProduct, 2, 7,
       "same"},
      {"stored the same, hash unknown", "scf.dat", "2.7", "2025-11-25T00:00:00Z", kPlatform, kProduct, 2, 7,
       ""},
      {"stored a lower one", "scf.dat", "2.7", "2025-11-25T00:00:00Z", kPlatform, kProduct, 2, 6, "other"},
      {"a second before expiry", "scf.dat", "2.7", "2026-02-21T23:59:59Z"},
      {"at expiry", "scf.dat", "EXPIRED", "2026-02-22T00:00:00Z"},
      {"a second after expiry", "scf.dat", "EXPIRED", "2026-02-22T00:00:01Z"},
      {"ten years after", "scf.dat", "ROOT_EXPIRED", "2036-02-22T00:00:00Z"},
      {"a second before the root's expiry", "scf.dat", "EXPIRED", "2035-11-19T23:59:59Z"},
      {"at the root's expiry", "scf.dat", "ROOT_EXPIRED", "2035-11-20T00:00:00Z"},
      {"clock 1970", "scf.dat", "2.7", "1970-01-01T00:00:00Z"},
      {"clock before 1970", "scf.dat", "2.7", "0001-01-01T00:00:00Z"},
      {"clock 2038", "scf.dat", "ROOT_EXPIRED", "2038-01-19T03:14:08Z"},
      {"clock 2099", "scf.dat", "ROOT_EXPIRED", "2099-01-01T00:00:00Z"},
      {"other platform", "scf.dat", "PLATFORM", "2025-11-25T00:00:00Z", "windows-x86_64"},
      {"other product", "scf.dat", "PRODUCT", "2025-11-25T00:00:00Z", kPlatform, "other"},
      {"two roots behind", "good-three-roots.dat", "3.1"},
      {"below threshold", "bad-below-threshold.dat", "THRESHOLD"},
      {"same signature twice", "bad-dup-signature.dat", "SIG_ORDER"},
      {"key of an older root", "bad-old-release-key.dat", "BAD_SIG"},
      {"root 3 after root 1", "bad-root-gap.dat", "ROOT_GAP"},
      {"root 2 without root 1's word", "bad-root-not-signed-by-old.dat", "THRESHOLD"},
      {"a byte more", "bad-trailing-byte.dat", "LENGTH"},
      {"a byte less", "bad-truncated.dat", "LENGTH"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Instant clock = *parse_instant(row.clock);
    CHECK(verdict(sample(row.file), anchor_of(row), demand(clock, row.product, row.platform)) == row.verdict);
  }
}

TEST_CASE("what is proven is what was signed") {
  const auto proof = Proof::of(sample("scf.dat"), anchor_at(sample("root1.bin")), demand());
  REQUIRE(proof.has_value());
  const ProvenRelease& release = proof->release();
  CHECK(release.product == kProduct);
  CHECK(release.platform == kPlatform);
  CHECK(release.root_version == 2);
  CHECK(format_instant(release.issued) == "2025-11-24T00:00:00Z");
  CHECK(format_instant(release.expires) == "2026-02-22T00:00:00Z");
  CHECK(release.files.size() == 5);
  CHECK(release.file(FileRole::catalog)->name == "messenger.xml");
  CHECK(release.file(FileRole::updater) == nullptr);
  CHECK(release.signed_by.size() == 2);
  CHECK(release.root_envelope.size() > 300);
}

TEST_CASE("no single changed bit is accepted") {
  const std::string good = sample("scf.dat");
  const TrustAnchor anchor = anchor_at(sample("root1.bin"));
  std::string bytes = good;
  int accepted = 0;
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(good[bit / 8] ^ (1 << bit % 8));
    if (Proof::of(bytes, anchor, demand())) ++accepted;
    bytes[bit / 8] = good[bit / 8];
  }
  CHECK(accepted == 0);
  CHECK(good.size() * 8 == 11232);
  CHECK(verdict(bytes, anchor) == "2.7");
}

TEST_CASE("no shortened file is accepted, whatever length it claims") {
  const std::string good = sample("scf.dat");
  const TrustAnchor anchor = anchor_at(sample("root1.bin"));
  int accepted = 0;
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::string bytes = good.substr(0, size);
    if (Proof::of(bytes, anchor, demand())) ++accepted;
    if (size < 12) continue;
    bytes[10] = static_cast<char>(size >> 8);
    bytes[11] = static_cast<char>(size & 0xff);
    if (Proof::of(bytes, anchor, demand())) ++accepted;
  }
  CHECK(accepted == 0);
}

}  // namespace
}  // namespace tocsin::test
