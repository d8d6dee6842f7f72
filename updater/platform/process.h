// This process: how it starts clean, whether it may go on, and random bytes for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Before anything else: what is loaded from here on comes from the system's own folders (POSIX: it does).
[[nodiscard]] Result<void> restrict_libraries();

/// Nothing of the caller's is kept but its arguments and its standard streams: a fixed environment, umask
/// 077, the root folder, no other open file, default signals (SIGPIPE and SIGXFSZ ignored: they are errors of
/// a call), no file size limit where that can be had. The whole run ends after five minutes, at whatever
/// step: each is safe to stop at.
[[nodiscard]] Result<void> enter_clean();

/// A path of the command line as seen from any folder; to be asked before enter_clean(). Empty stays empty.
[[nodiscard]] std::string absolute_path(const std::string& path);

/// root; Windows: LocalSystem, or an administrator whose rights are in force (so that one can uninstall; to
/// start something in others' sessions takes LocalSystem).
[[nodiscard]] bool is_system();
/// Who that is, in words.
[[nodiscard]] std::string_view system_name();

[[nodiscard]] Result<std::string> random_bytes(std::size_t count);

}  // namespace tocsin
