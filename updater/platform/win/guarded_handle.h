// Handles below a folder that is held open. They are created with rights of their own and judged
// by who may change them.
#pragma once

#include <windows.h>

#include <cstdint>
#include <string>
#include <vector>

#include "schema/platform/win/handle.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

/// The SID of the user who runs this program, if that user owns what the program creates: it then counts as
/// an administrator. Empty for LocalSystem and for an elevated administrator: Administrators own what they
/// create, and files of the same person's other programs must not count as ours.
[[nodiscard]] const std::string& own_sid();

/// What is demanded of a folder on the way (passage), and of one that is worked in (guarded).
enum class Judgement : std::uint8_t { passage, guarded };
/// Errors: denied (`rule` KIND, OWNER), io.
[[nodiscard]] Result<void> judge_folder(HANDLE folder, Judgement judgement, const std::string& path);

/// The folder `name` directly in `parent`: not a link, and at that place according to the system.
/// Errors: not_found, denied (`rule` KIND, OWNER), io.
[[nodiscard]] Result<Handle> open_folder_below(HANDLE parent, const std::string& name, Judgement judgement,
                                               const std::string& path);

/// Exclusively, with exactly these rights (SDDL). `access` and `options` are NtCreateFile's.
/// Errors: conflict when it exists, denied, io.
[[nodiscard]] Result<Handle> create_below(HANDLE parent, const std::string& name, const std::string& security,
                                          ACCESS_MASK access, ULONG options);

/// Names of its entries, without "." and "..".
[[nodiscard]] Result<std::vector<std::string>> names_below(HANDLE folder, const std::string& path);

/// Opens the same object again, with other access.
[[nodiscard]] Result<Handle> reopen(HANDLE object, ACCESS_MASK access, const std::string& path);

/// Owner and list at once (SDDL). The handle needs WRITE_DAC and WRITE_OWNER.
[[nodiscard]] Result<void> set_security(HANDLE object, const std::string& security, const std::string& path);

/// Renames an open file (DELETE) to `name` in `folder`, over a file that is there. At any time the name leads
/// to the old or the new file.
[[nodiscard]] Result<void> rename_over(HANDLE file, HANDLE folder, const std::string& name);
/// Removes an open file or empty folder (DELETE), also while others have it open.
[[nodiscard]] Result<void> remove_open(HANDLE object, const std::string& path);

/// "C:\...\UpdatePatch.exe". Errors: io.
[[nodiscard]] Result<std::string> own_image_path();

/// Whether this open file (FILE_READ_ATTRIBUTES) is that of the program that runs.
[[nodiscard]] bool is_own_image(HANDLE file);

/// Moves it (DELETE) from `folder` into the one above. At its next start the system removes it there, and the
/// two folders above it if they are empty by then. Errors: denied, io.
[[nodiscard]] Result<void> move_own_image_aside(HANDLE file, const GuardedFolder& folder);

}  // namespace tocsin::updater
