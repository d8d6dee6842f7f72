// Who may do what with the privileged program's folders and files, as access lists: what is written and what
// is accepted. Pure. Layer: updater/platform, Windows only.
#pragma once

#include <string>

#include "schema/platform/access_rights.h"

namespace tocsin {

/// Security descriptors as text (SDDL): Administrators own, SYSTEM and Administrators do everything, Users
/// read; nothing comes down from above. A file made in such a folder without rights of its own is private.
/// Units:  `mode` is one of guarded_folder.h's.
[[nodiscard]] std::string folder_security();
[[nodiscard]] std::string file_security(unsigned mode);
/// handled/: as above; the group (a SID; empty: nobody) may add files, and each owner remove his own.
[[nodiscard]] std::string handled_security(const std::string& group);

/// Nobody but administrators may change it. `own` is a SID that counts as one, or empty.
[[nodiscard]] bool is_guarded(const AccessList& list, const std::string& own);
/// A folder on the way: others may create in it, but not rename, remove or take over what lies there.
[[nodiscard]] bool is_passage(const AccessList& list, const std::string& own);
/// As file_security(mode) says, no more and no less. Of what `own` itself owns (a system that keeps no access
/// lists of ours) only: guarded, and open to nobody beyond the mode.
[[nodiscard]] bool has_rights_of(const AccessList& list, const std::string& own, unsigned mode);

}  // namespace tocsin
