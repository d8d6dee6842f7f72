// A value within a product's own INI or XML file. Pure. Layer: notifier/facts/sources.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// The value at `place` ("[section]key" or "/a/b@c"), nullopt where the file has no such place.
/// Errors: malformed when the place is neither form, or an XML file is not well-formed.
/// Source: schema/README.md, "Detection".
[[nodiscard]] Result<std::optional<std::string>> config_value(std::string_view text, std::string_view place);

/// `key` in the first section of that name that has it; an empty name: before any section.
[[nodiscard]] std::optional<std::string> ini_value(std::string_view text, std::string_view section,
                                                   std::string_view key);

/// The white-space-collapsed text of an element, or one of its attributes, by the names on the way there.
[[nodiscard]] Result<std::optional<std::string>> xml_value(std::string_view text, std::string_view path);

}  // namespace tocsin
