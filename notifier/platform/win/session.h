// Pure parts of the session, declared so that tests can call them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// Windows' list of languages as canonical tags, each once, at most 32; invalid ones are left out.
///
/// Shape:  `list` is names with a NUL after each and one more at the end, as GetUserPreferredUILanguages
/// writes
///         them; a sort order ("de-DE_phoneb") is cut off.
[[nodiscard]] std::vector<std::string> languages_from_windows(std::wstring_view list);

/// The command line that CommandLineToArgvW, and so start_program(), splits into exactly these words.
///
/// Shape:  `program` is a path; nullopt if it holds a quote, if anything holds a NUL, or if the line is
/// longer
///         than CreateProcessW accepts (32,766 UTF-16 units).
/// Source: "Parsing C command-line arguments", CommandLineToArgvW.
[[nodiscard]] std::optional<std::wstring> command_line(const std::string& program,
                                                       std::span<const std::string> arguments);

}  // namespace tocsin
