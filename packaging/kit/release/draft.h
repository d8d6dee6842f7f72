// Puts a release together: the chain of roots, the files, the dates. Layer: packaging/kit.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "packaging/kit/release/writer.h"
#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin {

struct ReleaseRequest {
  std::vector<std::string> roots;  // paths of signed envelopes, from version 1 on
  std::uint64_t serial = 0;
  Instant issued;
  std::optional<Instant> expires;  // default: the last notice's and 30 days
  std::string platform;
  std::map<FileRole, std::string> files;  // paths
  std::map<FileRole, std::string> names;  // in the set; default: the path's last part
  bool force = false;                     // accept an `expires` before the last notice's
};

struct ReleaseResult {
  std::string payload;
  ReleaseDraft release;
};

/// The role's name on command lines: notifier config catalog dialog control updater.
[[nodiscard]] std::string_view role_name(FileRole role);
[[nodiscard]] std::optional<FileRole> role_from_name(std::string_view name);

/// Errors: those of the chain, the files and the grammar; invalid_argument for dates and serial.
[[nodiscard]] Result<ReleaseResult> draft_release(const ReleaseRequest& request);

}  // namespace tocsin
