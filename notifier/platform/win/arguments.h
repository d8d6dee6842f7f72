// Arguments as one command line, since Windows hands programs nothing else. Pure. Layer: notifier/platform,
// Windows only.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace tocsin {

/// The line that CommandLineToArgvW, and with it start_program(), splits into exactly these words.
///
/// Shape:  `program` is a path; nullopt when it holds a quote, when anything holds a NUL, and when the line
/// is
///         longer than CreateProcessW takes (32,766 UTF-16 units).
/// Source: "Parsing C command-line arguments", CommandLineToArgvW.
[[nodiscard]] std::optional<std::wstring> command_line(const std::string& program,
                                                       std::span<const std::string> arguments);

}  // namespace tocsin
