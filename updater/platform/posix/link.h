// Symbolic links in a guarded folder.
#pragma once

#include <string>

#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

/// The link's target. Errors: not_found, denied (KIND) for what is no link.
[[nodiscard]] Result<std::string> read_link(const GuardedFolder& folder, const std::string& name);
/// Renames a new link over the file or link that is there; not yet durable.
[[nodiscard]] Result<void> replace_link(const GuardedFolder& folder, const std::string& name,
                                        const std::string& target);
/// Replaces it only if it points elsewhere. Returns whether it did; then it is durable.
[[nodiscard]] Result<bool> ensure_link(const GuardedFolder& folder, const std::string& name,
                                       const std::string& target);

}  // namespace tocsin::updater
