// A process that has become a person, with nothing of root's left: as after a login.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

struct Person {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name, home;
  std::vector<gid_t> groups;
};

/// From the user database, which may hang: to be asked in a child.
[[nodiscard]] std::optional<Person> person_of(uid_t uid);

/// /run/user/UID, which the login manager makes for a person who is logged on, if it is a folder of theirs;
/// else empty.
[[nodiscard]] std::string runtime_folder_of(const Person& person);

/// For a child of this program: becomes the person for good. It gets a session keyring of its own, no open
/// stream, the priority, limits and umask of a login, no capability, and their groups, gid and uid. What must
/// not be kept is given up or it fails; a limit or priority that cannot be raised again stays as low as it
/// is. Errors: io, denied (root could be had again).
[[nodiscard]] Result<void> become_person(const Person& person);

}  // namespace tocsin
