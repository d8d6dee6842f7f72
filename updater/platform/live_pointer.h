// Which set is live: one name, changed in one step. POSIX: the link `current`; Windows: the Run value.
#pragma once

#include <string>

#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

/// The folder name of the live set, unchecked. Errors: not_found when no set is live, denied (KIND) when
/// there is something else in the pointer's place.
[[nodiscard]] Result<std::string> read_live_pointer(const GuardedFolder& install);
/// The commit: atomic and durable.
[[nodiscard]] Result<void> set_live_pointer(const GuardedFolder& install, const std::string& set);
[[nodiscard]] Result<void> clear_live_pointer(const GuardedFolder& install);
/// Removes what an interrupted set_live_pointer() left.
[[nodiscard]] Result<void> tidy_live_pointer(const GuardedFolder& install);
/// The path of a program of the live set. (POSIX: of the set that is live when it is started.)
[[nodiscard]] std::string live_program_path(const GuardedFolder& install, const std::string& file);

}  // namespace tocsin::updater
