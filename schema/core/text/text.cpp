// UTF-8, the small grammars (identifiers, decimal numbers, collapsed blanks), and bytes as hex and base32.
// Functions that only answer a question do not allocate.
#include "schema/core/text/text.h"

#include <algorithm>
#include <array>

#include "schema/core/text/ascii.h"
#include "schema/core/text/utf8.h"

namespace tocsin {

namespace {

constexpr bool is_xml_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr auto kIdentifierBytes = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")) {
    table[c] = true;
  }
  return table;
}();

constexpr std::size_t kIdentifierMax = 64;

std::size_t skip_ascii(std::string_view text, std::size_t at) {
  while (text.size() - at >= 8 && (utf8::load_word(text.data() + at) & utf8::kHighBits) == 0) at += 8;
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
  std::size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.size()) {
    do {  // words of other scripts are runs too
      const unsigned length = utf8::decode(text.substr(at)).length;
      if (length == 0) return at;
      at += length;
    } while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80);
  }
  return std::nullopt;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u ? 1 : 0;
  return count;
}

std::string collapsed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const char* const end = text.data() + text.size();
  for (const char* at = text.data();;) {
    at = std::find_if_not(at, end, is_xml_blank);
    if (at == end) return out;
    const char* const word = at;
    at = std::find_if(at, end, is_xml_blank);
    if (!out.empty()) out += ' ';
    out.append(word, at);
  }
}

std::string escaped_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::optional<unsigned long long> parse_decimal(std::string_view text, unsigned long long max) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  unsigned long long value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<unsigned long long>(c - '0');
    if (digit > max || value > (max - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > kIdentifierMax) return false;
  bool good = true;
  for (const char c : text) good &= kIdentifierBytes[static_cast<unsigned char>(c)];
  return good;
}

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase32Digits = "abcdefghijklmnopqrstuvwxyz234567";

}  // namespace

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 0x0Fu];
  }
  return out;
}

std::optional<std::string> unhex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string base32(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  unsigned pending = 0;  // bits not yet written, at most 4 + 8
  int bits = 0;
  for (const char c : bytes) {
    pending = (pending & 0x0Fu) << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kBase32Digits[pending >> (bits - 5) & 0x1Fu];
  }
  if (bits > 0) out += kBase32Digits[pending << (5 - bits) & 0x1Fu];
  return out;
}

}  // namespace tocsin
