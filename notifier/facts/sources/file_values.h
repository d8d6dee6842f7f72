// Values in a product's own files: KEY=value lines, INI, XML. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// The value of `key` as a shell would read it: the last assignment, without its quotes, and with backslashes
/// resolved within double quotes. nullopt: not assigned, or the last assignment is not a plain one (a quote
/// is not closed, or text follows it). Shape:  lines; `#` begins a comment line; no blank around `=`; no
/// expansion. Source: os-release(5).
[[nodiscard]] std::optional<std::string> keyfile_value(std::string_view text, std::string_view key);

/// The value at `place`, "[section]key" of an INI file or "/a/b@c" of an XML file; nullopt if the file has no
/// such place.
/// Errors: malformed when the place has neither form, or the XML is not well-formed.
/// Source: schema/README.md, "Detection".
[[nodiscard]] Result<std::optional<std::string>> config_value(std::string_view text, std::string_view place);

/// The value of `key` in the first section of that name that has it; an empty name: before any section.
[[nodiscard]] std::optional<std::string> ini_value(std::string_view text, std::string_view section,
                                                   std::string_view key);

/// The text of an element or of one of its attributes, found by the names on the path, with white space
/// collapsed.
[[nodiscard]] Result<std::optional<std::string>> xml_value(std::string_view text, std::string_view path);

}  // namespace tocsin
