// The signed documents of a set: "programs" lists the executables of one platform, "notices" the config and
// the catalog, which are the same on every platform. Steps 7 to 9 of the order of proof.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/core/result.h"
#include "schema/core/set_layout.h"
#include "schema/trust/digest.h"
#include "schema/trust/root.h"

namespace tocsin {

struct FileEntry {
  FileRole role{};
  std::string name;
  std::uint64_t size = 0;  // bytes
  Digest sha256{};
};

/// The fields of a document. Units: times in Unix seconds, as signed. Views into the envelope.
struct Document {
  std::string_view product;
  std::uint64_t root_version = 0;  // the newest root that its signers had
  Position position;
  std::uint64_t issued = 0;
  std::string_view platform;  // programs only
  std::uint64_t expires = 0;  // notices only
  Position programs_from;     // notices only: the least programs that they may stand beside
  std::vector<FileEntry> files;
};

/// Fields only. `role` is programs or notices. Errors: VERSION ROLE TRUNCATED SLACK.
[[nodiscard]] Result<Document> decode_document(std::string_view payload, Role role);

/// A document whose signatures are valid.
struct SignedDocument {
  Role role{};
  Envelope envelope;
  Document document;
  Digest payload_hash{};
};

/// Step 8 and what of step 9 is about keys: the signatures by `newest`'s keys for `role`, and only then the
/// fields: product (not checked when empty), root_version, epoch.
///
/// Errors: those of split_envelope, check_signatures and decode_document; PRODUCT ROOT_TOO_OLD EPOCH. The
///         error's `context` is the role's name.
[[nodiscard]] Result<SignedDocument> authenticate_document(std::string_view envelope, Role role,
                                                           const Root& newest, std::string_view product);

/// A whole scf.dat whose signatures are valid. Views into its bytes.
struct SignedSet {
  std::vector<std::string_view> roots;
  Root newest;
  std::optional<SignedDocument> programs;
  SignedDocument notices;
};

/// Steps 5 to 8 for every section. Without `start` step 7 is left out: a live set whose root has expired
/// still shows which documents this machine had accepted.
///
/// Errors: those of split_sections, climb_chain and authenticate_document; ROOT_EXPIRED; SECTIONS for
/// programs
///         under a root that has no keys for them. For a root the error's `context` is "root".
[[nodiscard]] Result<SignedSet> authenticate(std::string_view scf, const TrustedRoots& trusted,
                                             std::string_view product, std::optional<Instant> start);

/// What a set must match: constants of the program that proves, and the time.
struct ProofDemand {
  std::string product;  // an empty product, platform or name is not checked: the author's kit only
  std::string platform;
  FileNames names;
  Position programs_floor;
  Position notices_floor;
  Instant start;  // read once by the caller
  /// When the program was built. With it, a document above the accepted one may not be from the future
  /// (FUTURE): the update patch and the kit. Without it nothing is refused for that: the programs that read
  /// an installed set.
  std::optional<Instant> built = std::nullopt;
};

/// The demand of a program of this brand, without `built`.
[[nodiscard]] ProofDemand demand_of(const Brand& brand, Instant start);

/// The rest of step 9: platform, the root's floor and the compiled one, and the list of files.
///
/// Errors: PLATFORM FLOOR FILE_ORDER FILE_SET SIZE, with the role's name as `context`.
[[nodiscard]] Result<void> check_document(const SignedDocument& found, const Root& newest,
                                          const ProofDemand& demand);

/// The files of both documents, in one folder: no two names that differ by case alone, and the cap of a set.
/// Errors: FILE_SET, SIZE.
[[nodiscard]] Result<void> check_together(const std::vector<FileEntry>& files);

}  // namespace tocsin
