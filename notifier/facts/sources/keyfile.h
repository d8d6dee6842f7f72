// `KEY=value` files in os-release's manner. Pure. Layer: notifier/facts/sources.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// The value of `key` as a shell that reads the file would leave it: the last assignment, quotes removed,
/// backslashes undone within double quotes. nullopt: not assigned, or its last assignment is no plain one
/// (unclosed quote, text after it). Shape: lines; `#` begins a comment line; no blank around `=`; no
/// expansion. Source: os-release(5).
[[nodiscard]] std::optional<std::string> keyfile_value(std::string_view text, std::string_view key);

}  // namespace tocsin
