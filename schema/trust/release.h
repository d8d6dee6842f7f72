// The payload of a RELEASE envelope: the files of the set, the product and platform, the dates. Its fields
// are read only after its signatures have been accepted.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/digest.h"
#include "schema/trust/proof.h"
#include "schema/trust/root.h"

namespace tocsin {

inline constexpr std::uint64_t kMostConfigBytes = 64u << 10;
inline constexpr std::uint64_t kMostCatalogBytes = 8u << 20;
inline constexpr std::uint64_t kMostSetBytes = 64u << 20;

/// Units: times in Unix seconds, as signed. Views into the envelope.
struct Release {
  std::string_view product;
  std::uint64_t root_version = 0;  // the newest root that its signers had
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::uint64_t issued = 0;
  std::uint64_t expires = 0;
  std::string_view platform;
  std::vector<FileEntry> files;
};

/// Fields only. Errors: VERSION ROLE TRUNCATED SLACK.
[[nodiscard]] Result<Release> decode_release(std::string_view payload);

/// A release whose signatures are valid, and the root that they were checked against.
struct AuthenticRelease {
  Root root;  // newest of the file
  Envelope envelope;
  Release release;
};

/// Steps 5 to 8: framing, roots, signatures. Without `start` step 7 is left out: an expired live set
/// still shows which release this machine had reached.
[[nodiscard]] Result<AuthenticRelease> authenticate(std::string_view scf, const Root& trusted,
                                                    std::string_view product, std::optional<Instant> start);

/// The part of step 9 that needs no demand and no anchor: root_version and epoch against the newest root.
/// Errors: ROOT_TOO_OLD, EPOCH.
[[nodiscard]] Result<void> check_standing(const Release& release, const Root& newest);

/// The part of step 11 about files. Errors: FILE_ORDER, FILE_SET (roles, names), SIZE (caps).
[[nodiscard]] Result<void> check_files(const std::vector<FileEntry>& files);

}  // namespace tocsin
