// This process: how it starts clean, whether it may go on, and random bytes for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin::updater {

/// To be called before anything else: libraries that are loaded later come from the system's own folders
/// only. (On POSIX that is so without it.)
[[nodiscard]] Result<void> restrict_libraries();

/// Keeps nothing of the caller's but the arguments and the standard streams: a fixed environment, umask 022,
/// the root folder, no other open file, default signals (SIGPIPE and SIGXFSZ are ignored: the calls report
/// these errors), and no file size limit where that is allowed. The run is ended after five minutes, at any
/// step: it is safe to stop at each.
[[nodiscard]] Result<void> enter_clean();

/// Makes a path of the command line absolute; to be called before enter_clean(). Empty stays empty.
[[nodiscard]] std::string absolute_path(const std::string& path);

/// Whether this is root; Windows: LocalSystem or an elevated administrator (so that one can uninstall;
/// starting something in others' sessions takes LocalSystem).
[[nodiscard]] bool is_system();
/// Who may run this program, in words.
[[nodiscard]] std::string_view system_name();

/// From the system's generator; at most 256.
[[nodiscard]] Result<std::string> random_bytes(std::size_t count);

}  // namespace tocsin::updater
