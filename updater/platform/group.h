// The audience's group, as the machine knows it. Layer: updater/platform.
#pragma once

#include <string>

#include "schema/core/result.h"

namespace tocsin {

/// gid in decimal, or SID; empty when there is no such group. Below `root` (not empty) from its own etc/group
/// alone. Errors: unavailable when whoever knows could not be asked.
[[nodiscard]] Result<std::string> resolve_group(const std::string& root, const std::string& name);

}  // namespace tocsin
