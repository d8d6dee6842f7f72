// The folder `handled`: reads the marks of all administrators of this machine, and leaves one's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "notifier/decide/marks.h"
#include "schema/core/result.h"

namespace tocsin {

/// At most this many entries are read, so that an overfull folder delays no logon.
inline constexpr std::size_t kMostMarks = 20'000;

struct FoundMarks {
  std::vector<Mark> marks;
  std::optional<Error> unread;  // why marks may be missing here: what was not read is unknown, not absent
};

/// The valid marks. A mark is a regular file with one link and the owner that its name says. The folder must
/// have been made by an administrator, and users must not be able to remove each other's files (POSIX: owner
/// root or the caller, sticky, not writable by others); a folder that is missing or not like that has no
/// marks. `unread`: denied or io (the folder, or one of the marks), too_large (more than kMostMarks entries).
[[nodiscard]] FoundMarks read_marks(const std::string& machine_folder);

/// Creates the caller's own mark, or renews it, with the time `when`.
/// Errors: not_found (no folder), denied (not a member, or the folder has the wrong owner or mode), io.
[[nodiscard]] Result<void> leave_mark(const std::string& machine_folder, std::string_view message,
                                      std::uint32_t revision, Instant when);

}  // namespace tocsin
