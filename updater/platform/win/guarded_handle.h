// Handles below a folder that is held open. They are created with rights of their own and judged
// by who may change them.
#pragma once

#include <windows.h>

#include <cstdint>
#include <string>
#include <vector>

#include "schema/platform/win/handle.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// The user who runs this, where what he makes is his: then it counts as an administrator's. Empty for
/// LocalSystem and for an administrator with all rights: what they make is Administrators', and what the same
/// person's other programs make must not be taken for it.
[[nodiscard]] const std::string& own_sid();

/// What a folder on the way, and one that is worked in, must be.
enum class Judgement : std::uint8_t { passage, guarded };
/// Errors: denied (`rule` KIND, OWNER), io.
[[nodiscard]] Result<void> judge_folder(HANDLE folder, Judgement judgement, const std::string& path);

/// The folder `name` directly in `parent`: no link, and by the system's own account at that place.
/// Errors: not_found, denied (`rule` KIND, OWNER), io.
[[nodiscard]] Result<Handle> open_folder_below(HANDLE parent, const std::string& name, Judgement judgement,
                                               const std::string& path);

/// Exclusively, with exactly these rights (SDDL). `access` and `options` are NtCreateFile's.
/// Errors: conflict when it exists, denied, io.
[[nodiscard]] Result<Handle> create_below(HANDLE parent, const std::string& name, const std::string& security,
                                          ACCESS_MASK access, ULONG options);

/// Names of what lies in it, "." and ".." left out.
[[nodiscard]] Result<std::vector<std::string>> names_below(HANDLE folder, const std::string& path);

/// The same object once more, with other access.
[[nodiscard]] Result<Handle> reopen(HANDLE object, ACCESS_MASK access, const std::string& path);

/// Owner and list at once (SDDL). The handle needs WRITE_DAC and WRITE_OWNER.
[[nodiscard]] Result<void> set_security(HANDLE object, const std::string& security, const std::string& path);

/// Renames an open file (DELETE) to `name` in `folder`, over whatever file is there; old or new at any time.
[[nodiscard]] Result<void> rename_over(HANDLE file, HANDLE folder, const std::string& name);
/// Removes an open file or empty folder (DELETE), also while others have it open.
[[nodiscard]] Result<void> remove_open(HANDLE object, const std::string& path);

/// "C:\...\UpdatePatch.exe". Errors: io.
[[nodiscard]] Result<std::string> own_image_path();

/// Whether this open file (FILE_READ_ATTRIBUTES) is that of the program that runs.
[[nodiscard]] bool is_own_image(HANDLE file);

/// Moves it (DELETE) from `folder` into the one above, and has the system remove it there, and what is empty
/// then of the two folders above that, when it starts next. Errors: denied, io.
[[nodiscard]] Result<void> move_own_image_aside(HANDLE file, const GuardedFolder& folder);

}  // namespace tocsin
