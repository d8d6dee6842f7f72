// The file of the program that runs, which Windows lets nobody remove before it ends. Layer:
// updater/platform, Windows only.
#pragma once

#include <windows.h>

#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// "C:\...\UpdatePatch.exe". Errors: io.
[[nodiscard]] Result<std::string> own_image_path();

/// Whether this open file (FILE_READ_ATTRIBUTES) is that of the program that runs.
[[nodiscard]] bool is_own_image(HANDLE file);

/// Moves it (DELETE) from `folder` into the one above, and has the system remove it there, and what is empty
/// then of the two folders above that, when it starts next. Errors: denied, io.
[[nodiscard]] Result<void> move_own_image_aside(HANDLE file, const GuardedFolder& folder);

}  // namespace tocsin
