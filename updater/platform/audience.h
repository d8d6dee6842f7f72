// The group of people to whom notices are shown, the folder `handled/`, where each of them leaves a mark for
// an acknowledgement, and the secret of their pseudonyms.
#pragma once

#include <string>

#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// gid in decimal, or SID; empty when there is no such group. POSIX: for a `root` that is not this machine's,
/// only its own etc/group is read. Errors: unavailable when the name service or domain cannot be asked.
[[nodiscard]] Result<std::string> resolve_group(const GuardedRoot& root, const std::string& name);

/// Members of `group` (gid or SID; empty: nobody) may create files in it, and remove only their own. Returns
/// whether it had to be created or repaired. Errors: denied (KIND) when something else stands there, io.
[[nodiscard]] Result<bool> ensure_handled_folder(const GuardedFolder& state, const std::string& name,
                                                 const std::string& group);
/// Gives a private file of the state folder to `group` (gid or SID; empty: nobody), to read and nothing else.
/// Returns whether that changed anything. Windows: where User Account Control takes the group out of its
/// members' tokens, every user who is logged on at this machine may read it. Errors: denied (KIND) when it is
/// no regular file with one name, io.
[[nodiscard]] Result<bool> let_group_read(const GuardedFolder& state, const std::string& name,
                                          const std::string& group);
/// Takes the folder from its members first, so that nothing is added any more; then removes what lies in it,
/// at most kMostRemoved names and nothing inside other folders; then the folder itself. Returns in words what
/// had to be left, which only an administrator can reach from then on; empty: nothing. Errors: denied (KIND)
/// when it is no folder, io.
inline constexpr std::size_t kMostRemoved = 20'000;
[[nodiscard]] Result<std::string> remove_handled_folder(const GuardedFolder& state, const std::string& name);

}  // namespace tocsin
