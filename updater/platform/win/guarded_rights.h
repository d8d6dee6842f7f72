// Who may do what with the privileged program's folders and files, as access lists: those it sets and those
// it accepts. Pure functions.
#pragma once

#include <string>

#include "schema/platform/access_rights.h"

namespace tocsin::updater {

/// Security descriptors as text (SDDL): Administrators own, SYSTEM and Administrators may do everything,
/// Users may read; nothing is inherited from the folder above. A file created in such a folder without rights
/// of its own is private.
/// Units:  `mode` is one of guarded_folder.h's.
[[nodiscard]] std::string folder_security();
[[nodiscard]] std::string file_security(unsigned mode);
/// handled/: as above; the group (a SID; empty: nobody) may add files, and each owner may remove their own.
[[nodiscard]] std::string handled_security(const std::string& group);

/// Nobody but administrators may change it. `own` is a SID that counts as one, or empty.
[[nodiscard]] bool is_guarded(const AccessList& list, const std::string& own);
/// A folder on the way: others may create entries, but not rename, remove or take over those that are there.
[[nodiscard]] bool is_passage(const AccessList& list, const std::string& own);
/// Exactly the rights of file_security(mode). If `own` owns it (on a system that does not store our access
/// lists), it is enough that it is guarded, and open to nobody beyond the mode.
[[nodiscard]] bool has_rights_of(const AccessList& list, const std::string& own, unsigned mode);

}  // namespace tocsin::updater
