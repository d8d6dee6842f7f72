// The proof of a release: the one class that makes VerifiedBytes from signed bytes. It reads no file and no
// clock; callers bring bytes, state and time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/core/result.h"
#include "schema/core/verified_bytes.h"
#include "schema/trust/digest.h"
#include "schema/trust/document.h"
#include "schema/trust/trust_state.h"

namespace tocsin {

/// A document that has been accepted.
struct ProvenDocument {
  Position position;
  std::uint64_t issued = 0;  // Unix seconds, as signed
  Digest payload_hash{};
  std::vector<FileEntry> files;        // ascending by role
  std::vector<std::string> signed_by;  // key ids, hex
};

/// Programs and notices that were proven together as one scf.dat. A release is called by the position of its
/// notices.
struct ProvenRelease {
  std::string product;
  std::vector<std::string> roots;          // whole envelopes, versions from 1
  std::uint64_t root_version = 0;          // the newest root's
  std::string platform;                    // empty where there are no programs
  std::optional<ProvenDocument> programs;  // none only if the root has no programs keys
  ProvenDocument notices;
  Position programs_from;
  Instant expires;  // of the notices

  [[nodiscard]] const FileEntry* file(FileRole role) const;
  /// All files of the set: those of programs, then those of notices, as a payload holds them.
  [[nodiscard]] std::vector<FileEntry> files() const;
};

/// What trust.dat says once `release` has been accepted.
[[nodiscard]] TrustState state_after(const TrustAnchor& anchor, const ProvenRelease& release);

/// Steps 5 to 11 of the order of proof, and the hash of step 12, for one whole scf.dat: an installed one, or
/// one that compose() made.
///
/// Errors: untrusted, stale (EXPIRED ROOT_EXPIRED ROLLBACK ROOT_OLD FLOOR FUTURE PROGRAMS) or malformed
///         (framing), always with `rule` = the rejection's name ("BAD_SIG") and `context` = the role it is
///         about ("root", "programs", "notices"), or none where it is about the whole file.
/// Source: schema/README.md, "Order of proof".
class Proof {
 public:
  /// `anchor` is step 3's result: see strongest() in trust_state.h.
  [[nodiscard]] static Result<Proof> of(std::string_view scf, const TrustAnchor& anchor,
                                        const ProofDemand& demand);

  [[nodiscard]] const ProvenRelease& release() const { return release_; }

  /// Takes the bytes of one file of the set; FILE_SET when the release has no such role, FILE_HASH when size
  /// or digest differ.
  [[nodiscard]] Result<VerifiedBytes> admit(FileRole role, std::string bytes) const;

 private:
  explicit Proof(ProvenRelease release) : release_(std::move(release)) {}
  ProvenRelease release_;
};

}  // namespace tocsin
