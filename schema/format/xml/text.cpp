// Characters, names, references and lines of XML 1.0.
#include "schema/format/xml/text.h"

#include <algorithm>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

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
  return base == 16 || is_digit(c) ? hex_value(c) : -1;
}

// Whether XML allows a character at all.
bool is_character(char32_t point) {
  if (point < 0x20) return point == 9 || point == 10 || point == 13;
  return point < 0xD800 || (point > 0xDFFF && point < 0xFFFE) || (point > 0xFFFF && point < 0x110000);
}

// `text` begins with "&#".
Reference numeric_reference_at(const char* text) {
  const int base = text[2] == 'x' ? 16 : 10;
  const char* at = text + (base == 16 ? 3 : 2);
  const char* const digits = at;
  char32_t point = 0;
  for (int digit; (digit = digit_value(*at, base)) >= 0; ++at) {
    point = std::min<char32_t>(point * static_cast<char32_t>(base) + static_cast<char32_t>(digit), 0x110000);
  }
  if (at == digits || *at != ';' || !is_character(point)) return {};
  return {static_cast<std::size_t>(at + 1 - text), point};
}

void append(std::string& out, char32_t point) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  const std::size_t length = utf8_length(point);
  if (length == 1) return put(point);
  put(length == 2 ? 0xC0 | point >> 6 : length == 3 ? 0xE0 | point >> 12 : 0xF0 | point >> 18);
  for (std::size_t left = length - 1; left != 0; --left) put(0x80 | (point >> (6 * (left - 1)) & 0x3F));
}

bool follows(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

bool is_bad_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && !is_blank(c);
}

// U+FFFE and U+FFFF, the only characters beyond the controls and surrogates that XML forbids.
bool is_ffff(std::string_view three) {
  return three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF";
}

// Bytes of the character at `at`, which is not ASCII; 0 if it is not one or is forbidden. Overlong
// forms, surrogates and code points beyond Unicode are left to first_bad_utf8.
std::size_t wide_length(const char* at) {
  const auto lead = static_cast<unsigned char>(*at);
  if (lead < 0xC2 || !follows(at[1])) return 0;
  if (lead < 0xE0) return 2;
  if (!follows(at[2])) return 0;
  if (lead < 0xF0) {
    const bool is_plain = lead != 0xE0 && lead != 0xED && lead != 0xEF;
    const std::string_view three(at, 3);
    return is_plain || (!first_bad_utf8(three) && !is_ffff(three)) ? 3 : 0;
  }
  return follows(at[3]) && !first_bad_utf8(std::string_view(at, 4)) ? 4 : 0;
}

// U+3000 to U+9FFF, most of what kana and ideographs need.
bool is_east_asian(const char* at) {
  const auto lead = static_cast<unsigned char>(*at);
  return lead >= 0xE3 && lead <= 0xE9 && follows(at[1]) && follows(at[2]);
}

// True only for characters known not to combine: U+4000 and above, most of U+3000 to U+30FF.
bool is_common_east_asian(const char* at) {
  if (static_cast<unsigned char>(at[0]) != 0xE3) return true;
  const auto third = static_cast<unsigned char>(at[2]);
  switch (static_cast<unsigned char>(at[1])) {
    case 0x80:
      return third < 0xAA;
    case 0x81:
    case 0x83:
      return true;
    case 0x82:
      return third != 0x99 && third != 0x9A;
    default:
      return false;
  }
}

// Latin letters: U+00C0 to U+02FF.
bool is_common_latin(const char* at) {
  return static_cast<unsigned char>(at[0]) >= 0xC3 && static_cast<unsigned char>(at[0]) <= 0xCB;
}

// Up to the next ASCII character; null where one is bad.
const char* skip_wide(const char* at, const char* begin, RareCharacters& rare) {
  while (static_cast<unsigned char>(*at) >= 0x80) {
    if (is_east_asian(at)) {
      if (!is_common_east_asian(at)) rare.add(static_cast<std::size_t>(at - begin));
      at += 3;
      continue;
    }
    const std::size_t length = wide_length(at);
    if (length == 0) return nullptr;
    if (!is_common_latin(at)) rare.add(static_cast<std::size_t>(at - begin));
    at += length;
  }
  return at;
}

// Anything but ASCII without controls; line feed is none of them, DEL is one.
SignedBlock unusual_in(Block bytes) {
  const auto signs = reinterpret_cast<SignedBlock>(bytes);
  return ((signs < ' ') & (bytes != '\n')) | (bytes == 0x7F);
}

const char* skip_usual(const char* at, const char* end) {
  for (; end - at >= 2 * kBlock; at += 2 * kBlock) {
    const SignedBlock first = unusual_in(load_block(at)), second = unusual_in(load_block(at + kBlock));
    if (mask_of(first | second) == 0) continue;
    const unsigned mask = mask_of(first) | mask_of(second) << kBlock;
    return at + std::countr_zero(mask);
  }
  while (at < end && ((*at >= ' ' && *at != 0x7F) || *at == '\n')) ++at;
  return at;
}

bool is_text(const std::string& text, RareCharacters& rare) {
  rare.reserve(text.size());
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; (at = skip_usual(at, end)) < end;) {
    if (static_cast<unsigned char>(*at) >= 0x80) {
      at = skip_wide(at, begin, rare);
      if (at == nullptr) return false;
      continue;
    }
    if (is_bad_control(*at)) return false;
    if (*at == 0x7F) rare.add(static_cast<std::size_t>(at - begin));
    ++at;
  }
  return true;
}

std::size_t first_bad_character(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && !is_bad_control(text[at]) && !is_ffff(text.substr(at, 3))) ++at;
  return at;
}

}  // namespace

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_blank(c); });
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

Reference reference_at(const char* text) {
  struct Entity {
    std::string_view written;
    char32_t point;
  };
  constexpr Entity kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  if (text[1] == '#') return numeric_reference_at(text);
  for (const auto& [written, point] : kEntities) {
    if (std::strncmp(text, written.data(), written.size()) == 0) return {written.size(), point};
  }
  return {};
}

std::string decoded(std::string_view written, As as) {
  const auto is_literal = [](char c) { return c != '&' && (c == ' ' || !is_blank(c)); };
  std::string out;
  out.reserve(written.size());
  const char* const end = written.data() + written.size();
  for (const char* at = written.data();;) {
    const char* const run = at;
    at = std::find_if_not(at, end, is_literal);
    out.append(run, at);
    if (at == end) return out;
    if (*at == '&' && as != As::cdata) {
      const Reference reference = reference_at(at);
      append(out, reference.point);
      at += reference.length;
      continue;
    }
    const bool is_pair = *at == '\r' && at + 1 != end && at[1] == '\n';  // its LF is next
    if (!is_pair) out += is_blank(*at) && as == As::value ? ' ' : *at == '\r' ? '\n' : *at;
    ++at;
  }
}

std::optional<Fault> byte_fault(const std::string& text, RareCharacters& rare) {
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) return Fault{"encoding", 0};
  if (is_text(text, rare)) return std::nullopt;
  if (const auto at = text.find('\0'); at != text.npos) return Fault{"nul", at};
  if (const auto at = first_bad_utf8(text)) return Fault{"utf8", *at};
  return Fault{"character", first_bad_character(text)};
}

int LineCounter::line_at(std::size_t offset) {
  if (offset < counted_) counted_ = 0, lines_ = 1;
  for (std::size_t at = text_.find('\n', counted_); at < offset; at = text_.find('\n', at + 1)) {
    counted_ = at + 1;
    ++lines_;
  }
  return lines_;
}

}  // namespace tocsin::xml
