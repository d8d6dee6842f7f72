// Code points: decoded one at a time from bytes of any origin, and which of them are combining marks.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tocsin::utf8 {

/// `length` is 0 if the bytes are not a code point: overlong, surrogate, above U+10FFFF, cut short or stray.
struct Decoded {
  char32_t point = 0;
  unsigned length = 0;
};

/// Decodes at the front of `text`, which is not empty.
[[nodiscard]] constexpr Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xC0u) == 0x80u; };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2 || lead > 0xF4) return {};
  if (lead < 0xE0) {
    if (text.size() < 2 || !follows(1)) return {};
    return {(lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  }
  if (lead < 0xF0) {
    if (text.size() < 3 || !follows(1) || !follows(2)) return {};
    const char32_t point = (lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point < 0x800 || surrogate ? Decoded{} : Decoded{point, 3};
  }
  if (text.size() < 4 || !follows(1) || !follows(2) || !follows(3)) return {};
  const char32_t point =
      (lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
  return point < 0x10000 || point > 0x10FFFF ? Decoded{} : Decoded{point, 4};
}

inline constexpr std::uint64_t kHighBits = 0x8080808080808080u;

/// Eight bytes at once, for tests where their order in the word does not matter.
[[nodiscard]] inline std::uint64_t load_word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The tables behind is_combining(), for code points that its comparisons do not decide.
[[nodiscard]] bool is_combining_beyond_latin(char32_t point);

/// General category Mn or Me of Unicode 14.0. The two comparisons decide most text: nothing combines below
/// U+0300, or from Bopomofo to the end of the common Han.
[[nodiscard]] inline bool is_combining(char32_t point) {
  if (point < 0x300 || (point > 0x309A && point < 0xA66F)) return false;
  return is_combining_beyond_latin(point);
}

}  // namespace tocsin::utf8
