// Values in a product's own files: KEY=value lines, INI, XML. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// The value of `key` as a shell would read it: the last assignment, without its quotes, and with backslashes
/// resolved within double quotes. nullopt: no line begins with the key.
/// Shape:  lines; `#` begins a comment line; no blank around `=`; no expansion; a byte order mark of UTF-8 is
///         skipped.
/// Errors: malformed when the last line that begins with the key is not a plain assignment ("KEY = 1",
///         "KEY=1 (x)", "export KEY=1", a quote that is not closed or that text follows), or the file is
///         not text in bytes (UTF-16, a NUL).
/// Source: os-release(5).
[[nodiscard]] Result<std::optional<std::string>> keyfile_value(std::string_view text, std::string_view key);

/// The value at `place`, "[section]key" of an INI file or "/a/b@c" of an XML file; nullopt if the file has no
/// such place.
/// Errors: malformed when the place has neither form, the XML is not well-formed, or as ini_value.
/// Source: schema/README.md, "Detection".
[[nodiscard]] Result<std::optional<std::string>> config_value(std::string_view text, std::string_view place);

/// The value of `key` in the first section of that name that has it; an empty name: before any section.
/// Errors: malformed when the key stands there without a `=` ("key", "key: 1"), or the file is not text in
///         bytes (UTF-16, a NUL).
[[nodiscard]] Result<std::optional<std::string>> ini_value(std::string_view text, std::string_view section,
                                                           std::string_view key);

/// The text of an element or of one of its attributes, found by the names on the path, with white space
/// collapsed.
[[nodiscard]] Result<std::optional<std::string>> xml_value(std::string_view text, std::string_view path);

}  // namespace tocsin
