// Steps 9 to 12 of the order of proof, and the calls of those before. Numbers as in schema/README.md.
#include "schema/trust/proof.h"

#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

/// 9. The programs that the notices need are in the same set.
Result<void> check_programs(const SignedSet& set) {
  if (!set.newest.has_programs()) return {};
  const Position& needed = set.notices.document.programs_from;
  if (!set.programs)
    return reject("PROGRAMS", "programs " + format_position(needed) + " or above are needed");
  const Position& given = set.programs->document.position;
  if (given >= needed) return {};
  return reject("PROGRAMS", "programs " + format_position(needed) +
                                " or above are needed, and those of this set are " + format_position(given));
}

/// 10. Above the document that was accepted before, or the same one.
Result<void> check_order(const SignedDocument& found, const Accepted& accepted) {
  const Position& given = found.document.position;
  if (given < accepted.position) {
    return reject("ROLLBACK", format_position(accepted.position) + " was accepted before, and this is " +
                                  format_position(given));
  }
  if (given == accepted.position && accepted.payload_hash && *accepted.payload_hash != found.payload_hash) {
    return reject("EQUIVOCATION", "another document of this number was accepted before");
  }
  return {};
}

constexpr std::uint64_t kMostSecondsAhead = std::uint64_t{30} * 24 * 60 * 60;

/// 11. A document that is new here was not issued long after the clock and the build of this program. The
/// holder of a key could otherwise move "now" so far ahead that nothing is valid any more.
Result<void> check_future(const SignedDocument& found, const Accepted& accepted, const ProofDemand& demand) {
  if (!demand.built || !is_above(found.document.position, accepted)) return {};
  const std::uint64_t latest = std::max(to_unix(demand.start), to_unix(*demand.built));
  if (found.document.issued <= latest + kMostSecondsAhead) return {};
  return reject("FUTURE", "issued " + format_instant(to_instant(found.document.issued)) +
                              ", more than 30 days after " + format_instant(to_instant(latest)));
}

Result<void> check_history(const SignedDocument& found, const Accepted& accepted, const ProofDemand& demand) {
  TRY(check_order(found, accepted));
  return check_future(found, accepted, demand);
}

/// The time that was recorded for a role. A higher epoch forgets it: a stolen key may have signed any time.
std::uint64_t recorded_time(const RoleBlock& block, const Accepted& accepted) {
  return block.epoch > accepted.position.epoch ? 0 : accepted.issued;
}

/// 11. Not expired by the latest time that is known. That includes the times of the documents themselves, so
/// that what is accepted is not expired as soon as its times are recorded.
Result<void> check_dates(const SignedSet& set, const TrustAnchor& anchor, Instant start) {
  const Document& notices = set.notices.document;
  if (notices.issued > notices.expires) return reject("DATES", "expires before it is issued");
  const std::uint64_t programs_issued = set.programs ? set.programs->document.issued : 0;
  const std::uint64_t now =
      std::max({to_unix(start), set.newest.issued, recorded_time(set.newest.programs, anchor.programs),
                recorded_time(set.newest.notices, anchor.notices), programs_issued, notices.issued});
  if (notices.expires <= now)
    return reject("EXPIRED", "expired " + format_instant(to_instant(notices.expires)));
  return {};
}

std::vector<std::string> signers_of(const Envelope& envelope) {
  std::vector<std::string> signers;
  signers.reserve(envelope.signatures.size());
  for (const Signature& signature : envelope.signatures) signers.push_back(hex(signature.key_id));
  return signers;
}

ProvenDocument proven(const SignedDocument& found) {
  return {found.document.position, found.document.issued, found.payload_hash, found.document.files,
          signers_of(found.envelope)};
}

ProvenRelease proven(const SignedSet& set) {
  ProvenRelease release;
  release.product = set.notices.document.product;
  release.roots.assign(set.roots.begin(), set.roots.end());
  release.root_version = set.newest.version;
  if (set.programs) {
    release.platform = set.programs->document.platform;
    release.programs = proven(*set.programs);
  }
  release.notices = proven(set.notices);
  release.programs_from = set.notices.document.programs_from;
  release.expires = to_instant(set.notices.document.expires);
  return release;
}

Accepted as_accepted(const ProvenDocument& document) {
  return {document.position, document.payload_hash, document.issued};
}

}  // namespace

const FileEntry* ProvenRelease::file(FileRole role) const {
  if (!is_notices_file(role) && !programs) return nullptr;
  const auto& listed = is_notices_file(role) ? notices.files : programs->files;
  const auto found = std::ranges::find(listed, role, &FileEntry::role);
  return found == listed.end() ? nullptr : &*found;
}

std::vector<FileEntry> ProvenRelease::files() const {
  std::vector<FileEntry> all;
  if (programs) all = programs->files;
  all.insert(all.end(), notices.files.begin(), notices.files.end());
  return all;
}

TrustState state_after(const TrustAnchor& anchor, const ProvenRelease& release) {
  TrustState state{anchor.programs, anchor.notices, release.roots};
  if (release.programs) state.programs = raised(state.programs, as_accepted(*release.programs));
  state.notices = raised(state.notices, as_accepted(release.notices));
  return state;
}

Result<Proof> Proof::of(std::string_view scf, const TrustAnchor& anchor, const ProofDemand& demand) {
  const TrustedRoots trusted = TRY(trusted_roots(anchor, demand.product));
  const SignedSet set = TRY(authenticate(scf, trusted, demand.product, demand.start));  // 5 to 9
  if (set.programs) TRY(check_document(*set.programs, set.newest, demand));             // 9
  TRY(check_document(set.notices, set.newest, demand));                                 // 9
  TRY_IN(check_programs(set), role_name(Role::programs));                               // 9
  if (set.programs)
    TRY_IN(check_history(*set.programs, anchor.programs, demand), role_name(Role::programs));  // 10, 11
  TRY_IN(check_history(set.notices, anchor.notices, demand), role_name(Role::notices));        // 10, 11
  TRY_IN(check_dates(set, anchor, demand.start), role_name(Role::notices));                    // 11
  ProvenRelease release = proven(set);
  TRY(check_together(release.files()));  // 11
  return Proof(std::move(release));
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
