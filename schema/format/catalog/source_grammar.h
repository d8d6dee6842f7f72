// The grammar of the places where versions are detected, as in catalog.xsd: local and absolute paths only.
// Private to the readers of the catalog.
#pragma once

#include <string_view>

namespace tocsin {

/// `/a/b`, `C:\a\b` or `%Variable%\a\b`; no `.` or `..`, no UNC, no device, at most 1,024 code points.
[[nodiscard]] bool is_local_path(std::string_view text);
/// `HKLM\a\b`, at most 1,024 code points.
[[nodiscard]] bool is_registry_key(std::string_view text);
/// `[section]key` or `/a/b@c`, at most 1,024 code points.
[[nodiscard]] bool is_config_place(std::string_view text);
/// `[A-Za-z0-9][A-Za-z0-9+._:-]{0,127}`.
[[nodiscard]] bool is_package_name(std::string_view text);
/// `[A-Za-z_][A-Za-z0-9_.-]{0,127}`.
[[nodiscard]] bool is_keyfile_key(std::string_view text);
/// 1 to 256 code points; without slashes.
[[nodiscard]] bool is_service_name(std::string_view text);
/// 1 to 256 code points.
[[nodiscard]] bool is_display_name(std::string_view text);

}  // namespace tocsin
