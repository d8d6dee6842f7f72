// Which set is live: one name, changed in one step. POSIX: the link `current`; Windows: the Run value.
// Layer: updater/platform.
#pragma once

#include <string>

#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// The live set's folder name, which may be damaged. Errors: not_found when no set is live, denied (KIND)
/// when what stands in its place is no pointer.
[[nodiscard]] Result<std::string> read_live_pointer(const GuardedFolder& install);
/// The commit: atomic and durable.
[[nodiscard]] Result<void> set_live_pointer(const GuardedFolder& install, const std::string& set);
[[nodiscard]] Result<void> clear_live_pointer(const GuardedFolder& install);
/// The rest of an interrupted set_live_pointer().
[[nodiscard]] Result<void> tidy_live_pointer(const GuardedFolder& install);
/// A program of whatever set is live when it is started.
[[nodiscard]] std::string live_program_path(const GuardedFolder& install, const std::string& file);

}  // namespace tocsin
