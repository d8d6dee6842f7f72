// What the pointer says, apart from where it is kept. Pure. Layer: notifier/session, Windows only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// The folder of the program that a Run value starts: `"C:\...\x.exe"`, in quotes, arguments behind it or
/// none.
[[nodiscard]] std::optional<std::string> folder_of_run_value(std::string_view value);

/// A set's folder name, "2.7.0a1b2c3d": what the file `current` holds where --root is given, since the
/// registry is the machine's.
[[nodiscard]] bool is_set_name(std::string_view name);

}  // namespace tocsin
