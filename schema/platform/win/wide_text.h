// Text between UTF-8 (ours) and UTF-16 (the Windows calls).
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// Bytes that are not UTF-8 and lone surrogates become U+FFFD.
[[nodiscard]] std::wstring wide(std::string_view text);
[[nodiscard]] std::string narrow(std::wstring_view text);

/// A path for the wide calls: backslashes, and from 240 characters on the form that has no limit of 260.
/// Shape: absolute or relative; holds no NUL (callers check that before they open a path).
[[nodiscard]] std::wstring wide_path(std::string_view path);

/// A path that Windows returned, without the `\\?\` prefix of some calls.
[[nodiscard]] std::string narrow_path(std::wstring_view path);

}  // namespace tocsin
