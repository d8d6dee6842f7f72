// `handled/`: the marks of all administrators of this machine, read and left. Layer: notifier/platform.
#pragma once

#include <string>
#include <vector>

#include "notifier/decide/marks.h"
#include "schema/core/result.h"

namespace tocsin {

/// At most this many entries are looked at: a folder that somebody has filled holds nobody's logon up.
inline constexpr std::size_t kMostMarks = 20'000;

/// Those that count: a regular file with one link, whose owner is the one that its name says, in a folder
/// that only an administrator can have made, and in which nobody removes another's (POSIX: owner root or the
/// caller, sticky, not writable by others). In any doubt there is no mark, and the notice is shown.
[[nodiscard]] std::vector<Mark> read_marks(const std::string& machine_folder);

/// The caller's own, made exclusively; there already is as good.
/// Errors: not_found (no folder), denied (not a member, or not the folder it should be), io.
[[nodiscard]] Result<void> leave_mark(const std::string& machine_folder, std::string_view message,
                                      std::uint32_t revision);

}  // namespace tocsin
