// Replaces a file so that a crash at any moment leaves the old or the new one, whole. Layer: platform.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Write to a new exclusive temporary beside it, fsync, rename, fsync the folder. An error leaves the old
/// file and no temporary. `mode` is the final permission bits (POSIX).
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode);

/// Whole regular file, at most `cap` bytes; follows links (for files named on a command line).
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t cap);

}  // namespace tocsin
