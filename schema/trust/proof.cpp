// Steps 9 to 12 of the order of proof, and the call of steps 5 to 8. Numbers as in schema/README.md.
#include "schema/trust/proof.h"

#include <algorithm>
#include <utility>

#include "schema/core/text/text.h"
#include "schema/trust/rejection.h"
#include "schema/trust/release.h"

namespace tocsin {
namespace {

using Position = std::pair<std::uint32_t, std::uint64_t>;  // epoch, serial

/// 9. Meant for this product and platform, of the root's epoch, not below a floor.
Result<void> check_place(const AuthenticRelease& found, const TrustAnchor& anchor,
                         const ProofDemand& demand) {
  const Release& release = found.release;
  if (!demand.product.empty() && release.product != demand.product)
    return reject("PRODUCT", "another product");
  if (!demand.platform.empty() && release.platform != demand.platform)
    return reject("PLATFORM", "another platform");
  TRY(check_standing(release, found.root));
  if (release.serial < found.root.floor) return reject("FLOOR", "below the root's floor");
  if (Position(release.epoch, release.serial) < Position(anchor.floor_epoch, anchor.floor_serial)) {
    return reject("FLOOR", "below the compiled floor");
  }
  return {};
}

/// 10. Newer than the release that was accepted before, or the same one.
Result<void> check_order(const Release& release, const Digest& payload_hash, const TrustAnchor& anchor) {
  const Position given(release.epoch, release.serial);
  const Position stored(anchor.epoch, anchor.serial);
  if (given < stored) return reject("ROLLBACK", "a newer release was accepted before");
  if (given == stored && anchor.payload_hash && *anchor.payload_hash != payload_hash) {
    return reject("EQUIVOCATION", "another release of the same number was accepted before");
  }
  return {};
}

/// A higher epoch discards the newest time of the lower one: a stolen key may have signed that time.
std::uint64_t newest_issued(const Root& root, const TrustAnchor& anchor) {
  if (!anchor.newest_issued || root.epoch > anchor.epoch) return 0;
  return to_unix(*anchor.newest_issued);
}

/// 11. Not expired by the latest time that is known.
Result<void> check_dates(const AuthenticRelease& found, const TrustAnchor& anchor, Instant start) {
  const Release& release = found.release;
  const std::uint64_t now = std::max({to_unix(start), newest_issued(found.root, anchor), found.root.issued});
  if (release.issued > release.expires) return reject("DATES", "expires before it is issued");
  if (release.expires <= now)
    return reject("EXPIRED", "expired " + format_instant(to_instant(release.expires)));
  return {};
}

std::vector<std::string> signers_of(const Envelope& envelope) {
  std::vector<std::string> signers;
  for (const Signature& signature : envelope.signatures) signers.push_back(hex(signature.key_id));
  return signers;
}

ProvenRelease proven(AuthenticRelease found, const Digest& payload_hash) {
  ProvenRelease result;
  result.product = std::string(found.release.product);
  result.platform = std::string(found.release.platform);
  result.epoch = found.release.epoch;
  result.serial = found.release.serial;
  result.root_version = found.root.version;
  result.issued = to_instant(found.release.issued);
  result.expires = to_instant(found.release.expires);
  result.files = std::move(found.release.files);
  result.signed_by = signers_of(found.envelope);
  result.root_envelope = std::string(found.root.envelope.whole);
  result.payload_hash = payload_hash;
  return result;
}

}  // namespace

const FileEntry* ProvenRelease::file(FileRole role) const {
  const auto found = std::ranges::find(files, role, &FileEntry::role);
  return found == files.end() ? nullptr : &*found;
}

Result<Proof> Proof::of(std::string_view scf, const TrustAnchor& anchor, const ProofDemand& demand) {
  const Root trusted = TRY(sound_root(anchor.root_envelope, demand.product));
  AuthenticRelease found = TRY(authenticate(scf, trusted, demand.product, demand.start));  // 5 to 8
  const Digest payload_hash = sha256(found.envelope.payload);
  TRY(check_place(found, anchor, demand));                // 9
  TRY(check_order(found.release, payload_hash, anchor));  // 10
  TRY(check_dates(found, anchor, demand.start));          // 11
  TRY(check_files(found.release.files));                  // 11
  return Proof(proven(std::move(found), payload_hash));
}

Result<VerifiedBytes> Proof::admit(FileRole role, std::string bytes) const {
  const FileEntry* entry = release_.file(role);
  if (entry == nullptr) return reject("FILE_SET", "the release has no such file");
  if (bytes.size() != entry->size || sha256(bytes) != entry->sha256) {
    return reject("FILE_HASH", entry->name + " is not the file that was signed");
  }
  return VerifiedBytes(std::move(bytes));
}

}  // namespace tocsin
