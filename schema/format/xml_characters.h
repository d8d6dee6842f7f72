// XML 1.0 (fifth edition): names, references, classes of characters.
// Layer: format. Private to the parsers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tocsin::xml {

enum Class : std::uint8_t {
  kNameStart = 1,
  kName = 2,
  kBlank = 4,
  kTextStop = 8,
  kValueStop = 16,
  kColon = 32
};

inline constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ':';
    const bool digit = (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (letter) table[static_cast<std::size_t>(c)] = kNameStart | kName;
    if (digit) table[static_cast<std::size_t>(c)] = kName;
  }
  table[':'] |= kColon;
  for (const unsigned char c : {' ', '\t', '\r', '\n'}) table[c] = kBlank;
  for (const unsigned char c : {'<', '&', ']', '\0'}) table[c] |= kTextStop;
  for (const unsigned char c : {'<', '&', '"', '\'', '\0'}) table[c] |= kValueStop;
  return table;
}();

[[nodiscard]] inline bool is(char c, Class which) {
  return (kClasses[static_cast<unsigned char>(c)] & which) != 0;
}
[[nodiscard]] inline bool is_blank(char c) {
  return is(c, kBlank);
}
[[nodiscard]] bool is_blank(std::string_view text);

/// Whether a code point may stand in a document at all.
[[nodiscard]] bool is_character(char32_t point);

/// As name_length, for any name.
[[nodiscard]] std::size_t wide_name_length(const char* text, bool& has_colon);

/// Bytes of the name at the start of `text` (NUL-terminated, valid UTF-8); 0 when there is none. Sets
/// `has_colon` when it holds one.
[[nodiscard]] inline std::size_t name_length(const char* text, bool& has_colon) {
  if (!is(*text, kNameStart)) return wide_name_length(text, has_colon);
  std::uint8_t seen = 0;
  const char* at = text;
  for (; is(*at, kName); ++at) seen |= kClasses[static_cast<unsigned char>(*at)];
  if (static_cast<unsigned char>(*at) >= 0x80) return wide_name_length(text, has_colon);
  has_colon |= (seen & kColon) != 0;
  return static_cast<std::size_t>(at - text);
}

/// Bytes of the reference at `text` ("&amp;", "&#x41;"; NUL-terminated); 0 unless it is one of the five
/// predefined entities or a legal character.
[[nodiscard]] std::size_t reference_length(const char* text);

}  // namespace tocsin::xml
