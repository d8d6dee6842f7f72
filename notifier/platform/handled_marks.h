// The folder `handled`: reads the marks of all administrators of this machine, and leaves one's own.
#pragma once

#include <string>
#include <vector>

#include "notifier/decide/marks.h"
#include "schema/core/result.h"

namespace tocsin {

/// At most this many entries are read, so that an overfull folder delays no logon.
inline constexpr std::size_t kMostMarks = 20'000;

/// The valid marks. A mark is a regular file with one link and the owner that its name says. The folder must
/// have been made by an administrator, and users must not be able to remove each other's files (POSIX: owner
/// root or the caller, sticky, not writable by others). What cannot be checked is no mark: the notice is
/// shown.
[[nodiscard]] std::vector<Mark> read_marks(const std::string& machine_folder);

/// Creates the caller's own mark; no error if it exists already.
/// Errors: not_found (no folder), denied (not a member, or the folder has the wrong owner or mode), io.
[[nodiscard]] Result<void> leave_mark(const std::string& machine_folder, std::string_view message,
                                      std::uint32_t revision);

}  // namespace tocsin
