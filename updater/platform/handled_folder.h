// `handled/`: where each administrator of the group leaves a mark of an acknowledgement. Layer:
// updater/platform.
#pragma once

#include <string>

#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// Members of `group` (gid or SID; empty: nobody) may create files in it, and remove only their own. Returns
/// whether it had to be made or mended. Errors: denied (KIND) when something else stands there, io.
[[nodiscard]] Result<bool> ensure_handled_folder(const GuardedFolder& state, const std::string& name,
                                                 const std::string& group);
/// With the marks in it, regular files only. Errors: denied (KIND) when a member has put anything else there.
[[nodiscard]] Result<void> remove_handled_folder(const GuardedFolder& state, const std::string& name);

}  // namespace tocsin
