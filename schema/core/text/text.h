// Text from outside: whether it is UTF-8, may be shown and keeps its bounds; and bytes as text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. ASCII runs are checked eight bytes
/// at a time. Shape: offset of the first bad byte, or nullopt if there is none.
[[nodiscard]] std::optional<std::size_t> first_bad_utf8(std::string_view text);

/// Number of code points; `text` must be valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// What is wrong with text that is to be shown: a static sentence, or empty.
/// Refuses C0 (but tab and line feed) and C1 controls, U+FEFF inside, non-characters, bidi embeddings and
/// overrides (U+202A-202E), unbalanced isolates (U+2066-2069) within a line, more than 8 combining marks in a
/// run. Source: design of the catalog's text, schema/README.md "Text"; Unicode TR 36, CVE-2021-42574.
[[nodiscard]] std::string_view text_fault(std::string_view text);

/// For text that must be shown whatever it holds (facts of the machine, file names): bad bytes, controls and
/// bidi controls become U+FFFD, combining runs are cut at 8, length at `max_code_points` (then with an
/// ellipsis). Idempotent; the result has no text_fault.
[[nodiscard]] std::string sanitised(std::string_view text, std::size_t max_code_points);

/// XML's white space collapsed: runs of blank, tab, CR, LF become one blank, ends trimmed.
[[nodiscard]] std::string collapsed(std::string_view text);

/// The text for XML or HTML: & < > and " as references, for elements and for attributes in double quotes.
[[nodiscard]] std::string escaped_markup(std::string_view text);

/// Lower-case hex, two digits a byte.
[[nodiscard]] std::string hex(std::string_view bytes);
/// nullopt unless an even number of hex digits of either case.
[[nodiscard]] std::optional<std::string> unhex(std::string_view text);
/// RFC 4648 base32, lower case, no padding: 16 bytes give 26 characters.
[[nodiscard]] std::string base32(std::string_view bytes);

/// Decimal digits only, whole text, no sign, no leading zero but "0" itself; nullopt beyond `max`.
[[nodiscard]] std::optional<unsigned long long> parse_decimal(std::string_view text, unsigned long long max);

/// The grammar of message, component and console ids: [A-Za-z0-9._-]{1,64}.
[[nodiscard]] bool is_identifier(std::string_view text);

}  // namespace tocsin
