// How the pointer to the live set is read, wherever it is kept. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// The folder of the program that a Run value starts: `"C:\...\x.exe"` in quotes, with or without arguments.
[[nodiscard]] std::optional<std::string> folder_of_run_value(std::string_view value);

}  // namespace tocsin
