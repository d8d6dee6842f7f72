// The group of people to whom notices are shown, and the folder `handled/`, where each of them leaves a mark
// for an acknowledgement.
#pragma once

#include <string>

#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

/// gid in decimal, or SID; empty when there is no such group. POSIX: below a `root` that is not empty, only
/// its own etc/group is read. Errors: unavailable when the name service or domain cannot be asked.
[[nodiscard]] Result<std::string> resolve_group(const std::string& root, const std::string& name);

/// Members of `group` (gid or SID; empty: nobody) may create files in it, and remove only their own. Returns
/// whether it had to be created or repaired. Errors: denied (KIND) when something else stands there, io.
[[nodiscard]] Result<bool> ensure_handled_folder(const GuardedFolder& state, const std::string& name,
                                                 const std::string& group);
/// Also removes the marks in it, regular files only. Errors: denied (KIND) when a member has put anything
/// else there.
[[nodiscard]] Result<void> remove_handled_folder(const GuardedFolder& state, const std::string& name);

}  // namespace tocsin::updater
