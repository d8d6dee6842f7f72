// Folders that Windows knows by an id. Environment variables are not used, since a user can set them.
#pragma once

#include <windows.h>

#include <knownfolders.h>

#include <string>

namespace tocsin {

/// Empty when the system has no such folder for this user.
[[nodiscard]] std::string known_folder(const KNOWNFOLDERID& id);

}  // namespace tocsin
