// See xml_characters.h. Eight bytes at a time where it pays.
#include "schema/format/xml_characters.h"

#include <algorithm>
#include <bit>
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

constexpr std::uint64_t kOnes = 0x0101010101010101u, kHigh = kOnes * 0x80, kLow = kOnes * 0x7F;

std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}
// High bit of each byte that equals `c`; exact.
std::uint64_t equal_bytes(std::uint64_t word, char c) {
  const std::uint64_t x = word ^ (kOnes * static_cast<unsigned char>(c));
  return ~(((x & kLow) + kLow) | x) & kHigh;
}
// High bit of each byte below blank; exact.
std::uint64_t control_bytes(std::uint64_t word) {
  return ~(((word & kLow) + kOnes * 0x60) | word) & kHigh;
}
// The high bits gathered into eight bits, first byte lowest.
std::uint64_t gathered(std::uint64_t high_bits) {
  return ((high_bits >> 7) * 0x0102040810204080u) >> 56;
}

bool has_bad_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is_blank(c); });
}

// U+FFFE and U+FFFF, the only characters beyond the controls and surrogates that XML forbids.
std::optional<std::size_t> first_ffff(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('\xEF', at)) != std::string_view::npos; at += 3) {
    const auto rest = text.substr(at, 3);
    if (rest == "\xEF\xBF\xBE" || rest == "\xEF\xBF\xBF") return at;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_bad_in_tail(std::string_view text, std::size_t at, LineTable& lines) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\n') lines.add(at, 1);
    if (has_bad_control(text.substr(at, 1))) return at;
  }
  return std::nullopt;
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

namespace {

int bit_count(std::uint64_t few) {
  int count = 0;
  for (; few != 0; few &= few - 1) ++count;
  return count;
}

}  // namespace

int LineTable::line_at(std::size_t offset) const {
  const std::size_t wanted = std::min(offset / 64, groups_.size() - 1);
  if (wanted < group_) group_ = 0, lines_ = 0;
  for (; group_ < wanted; ++group_) lines_ += bit_count(groups_[group_]);
  const std::uint64_t before = (std::uint64_t{1} << (offset % 64)) - 1;
  return 1 + lines_ + bit_count(groups_[wanted] & before);
}

std::optional<std::size_t> first_bad_character(std::string_view text, LineTable& lines) {
  lines.reserve(text.size());
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    const std::uint64_t word = load(text.data() + at);
    const std::uint64_t controls = control_bytes(word);
    if (controls == 0) continue;
    const std::uint64_t ends = equal_bytes(word, '\n');
    lines.add(at, gathered(ends));
    if (controls != ends && has_bad_control(text.substr(at, 8))) return first_bad_in_tail(text, at, lines);
  }
  if (const auto bad = first_bad_in_tail(text, at, lines)) return bad;
  return first_ffff(text);
}

}  // namespace tocsin::xml
