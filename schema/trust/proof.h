// The proof of a release: the one class that makes VerifiedBytes from signed bytes. It reads no file and no
// clock; callers bring bytes, state and time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/core/verified_bytes.h"
#include "schema/trust/digest.h"
#include "schema/trust/trust_state.h"

namespace tocsin {

enum class FileRole : std::uint8_t { notifier = 1, config, catalog, dialog, control, updater };

struct FileEntry {
  FileRole role{};
  std::string name;
  std::uint64_t size = 0;  // bytes
  Digest sha256{};
};

/// Fields of a release whose signatures, freshness and order have all been accepted.
struct ProvenRelease {
  std::string product, platform;
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::uint64_t root_version = 0;  // the newest root in the file
  Instant issued, expires;
  std::vector<FileEntry> files;        // ascending by role
  std::vector<std::string> signed_by;  // key ids of the release signatures, hex
  std::string root_envelope;           // newest root, whole
  Digest payload_hash{};

  [[nodiscard]] const FileEntry* file(FileRole role) const;
};

/// What a release must match. An empty product or platform is not checked (kit's `verify --scf` only).
struct ProofDemand {
  std::string product;
  std::string platform;
  Instant start;  // t0, read once by the caller
};

/// Steps 5 to 11 of the order of proof, and the hash of step 12.
///
/// Errors: untrusted or stale (EXPIRED, ROOT_EXPIRED, ROLLBACK, ROOT_OLD) or malformed (framing), always with
///         `rule` = the rejection's name ("BAD_SIG").
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
