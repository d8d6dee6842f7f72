// UTF-8 inside, UTF-16 at Windows' door. Layer: platform, Windows only.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// Bytes that are not UTF-8 and lone surrogates become U+FFFD.
[[nodiscard]] std::wstring wide(std::string_view text);
[[nodiscard]] std::string narrow(std::wstring_view text);

/// A path for the wide calls: backslashes, and from 240 characters on the form that has no limit of 260.
/// Shape: absolute or relative; holds no NUL (a caller that opens it refuses one first).
[[nodiscard]] std::wstring wide_path(std::string_view path);

/// What Windows gives back of a path, without the `\\?\` that some calls put before it.
[[nodiscard]] std::string narrow_path(std::wstring_view path);

}  // namespace tocsin
