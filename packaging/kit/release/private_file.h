// The files of keys: made so that nothing is overwritten, and read only if nobody else can read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "packaging/kit/release/secret.h"
#include "schema/core/result.h"

namespace tocsin {

enum class Readers { owner, everyone };

/// Creates `path` exclusively. Errors: conflict if it exists, not_found if its folder does not exist, io.
[[nodiscard]] Result<void> create_file(const std::string& path, std::string_view bytes, Readers readers);

/// Reads a file of at most `cap` bytes that only its owner can read (and, on Windows, administrators), or a
/// pipe.
/// Errors: not_found; denied (`rule` READABLE where others can read it, KIND for a folder or device);
///         too_large, io.
[[nodiscard]] Result<Secret> read_private_file(const std::string& path, std::size_t cap);

/// The first line of a private file; empty if no file is named. Errors: those of read_private_file, and
/// invalid_argument for an empty line.
[[nodiscard]] Result<Secret> read_passphrase(const std::string& path);

}  // namespace tocsin
