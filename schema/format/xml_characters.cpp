// See xml_characters.h.
#include "schema/format/xml_characters.h"

#include <algorithm>
#include <cstring>

namespace tocsin::xml {

namespace {

struct Range {
  char32_t first, last;
};

// NameStartChar and NameChar of XML 1.0, fifth edition, beyond ASCII.
constexpr std::array kNameStartRanges{Range{0xC0, 0xD6},     Range{0xD8, 0xF6},     Range{0xF8, 0x2FF},
                                      Range{0x370, 0x37D},   Range{0x37F, 0x1FFF},  Range{0x200C, 0x200D},
                                      Range{0x2070, 0x218F}, Range{0x2C00, 0x2FEF}, Range{0x3001, 0xD7FF},
                                      Range{0xF900, 0xFDCF}, Range{0xFDF0, 0xFFFD}, Range{0x10000, 0xEFFFF}};
constexpr std::array kNameMoreRanges{Range{0xB7, 0xB7}, Range{0x300, 0x36F}, Range{0x203F, 0x2040}};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [point](Range r) { return point >= r.first && point <= r.last; });
}

struct Decoded {
  char32_t point;
  std::size_t length;
};

// The bytes are known to be UTF-8 and not ASCII.
Decoded decode(const char* text) {
  const auto byte = [text](int i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  if (byte(0) < 0xE0) return {(byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  if (byte(0) < 0xF0) return {(byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3};
  return {(byte(0) & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu), 4};
}

std::size_t wide_name_character(const char* text, bool first) {
  if (static_cast<unsigned char>(*text) < 0x80) return 0;
  const Decoded c = decode(text);
  return contains(kNameStartRanges, c.point) || (!first && contains(kNameMoreRanges, c.point)) ? c.length : 0;
}

int digit_value(char c, int base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// `text` stands behind "&#".
std::size_t character_reference_length(const char* text) {
  const int base = *text == 'x' ? 16 : 10;
  const char* at = text + (base == 16 ? 1 : 0);
  const char* const digits = at;
  char32_t point = 0;
  for (int digit; (digit = digit_value(*at, base)) >= 0; ++at) {
    point = std::min<char32_t>(point * static_cast<char32_t>(base) + static_cast<char32_t>(digit), 0x110000);
  }
  if (at == digits || *at != ';' || !is_character(point)) return 0;
  return static_cast<std::size_t>(at - text) + 1;
}

}  // namespace

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_blank(c); });
}

bool is_character(char32_t point) {
  if (point < 0x20) return point == 9 || point == 10 || point == 13;
  return point < 0xD800 || (point > 0xDFFF && point < 0xFFFE) || (point > 0xFFFF && point < 0x110000);
}

std::size_t wide_name_length(const char* text, bool& has_colon) {
  if (!is(*text, kNameStart) && wide_name_character(text, true) == 0) return 0;
  std::size_t length = 0;
  while (true) {
    for (; is(text[length], kName); ++length) has_colon |= text[length] == ':';
    const std::size_t wide = wide_name_character(text + length, false);
    if (wide == 0) return length;
    length += wide;
  }
}

std::size_t reference_length(const char* text) {
  if (text[1] == '#') {
    const std::size_t length = character_reference_length(text + 2);
    return length == 0 ? 0 : length + 2;
  }
  for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
    if (std::strncmp(text, entity.data(), entity.size()) == 0) return entity.size();
  }
  return 0;
}

}  // namespace tocsin::xml
