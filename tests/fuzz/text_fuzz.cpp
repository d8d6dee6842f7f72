// Text made fit to be shown or logged: valid UTF-8, nothing banned in it, and twice is once.
#include "schema/core/text/text.h"

#include "schema/core/instant.h"
#include "schema/platform/log.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

/// Decodes by the table of RFC 3629, section 4; -1 where the bytes are no character.
int decode(std::string_view text, std::size_t& length) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0u) == 0x80u; };
  const unsigned a = at(0), b = at(1);
  length = 1;
  if (a < 0x80) return static_cast<int>(a);
  const auto value = [&](std::size_t count, unsigned lead) {
    length = count;
    for (std::size_t i = 1; i < count; ++i) {
      if (!tail(i)) return -1;
      lead = lead << 6 | (at(i) & 0x3Fu);
    }
    return static_cast<int>(lead);
  };
  if (a >= 0xC2 && a <= 0xDF) return value(2, a & 0x1Fu);
  if (a == 0xE0 && b < 0xA0) return -1;
  if (a == 0xED && b > 0x9F) return -1;
  if (a >= 0xE0 && a <= 0xEF) return value(3, a & 0x0Fu);
  if (a == 0xF0 && b < 0x90) return -1;
  if (a == 0xF4 && b > 0x8F) return -1;
  if (a >= 0xF0 && a <= 0xF4) return value(4, a & 0x07u);
  return -1;
}

bool is_banned(int c, bool in_log) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool nonsense = !in_log && ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE);
  return control || bidi || c == 0xFEFF || c == 0x2028 || c == 0x2029 || nonsense;
}

/// Number of characters; ends the process at one that must not be there.
std::size_t checked(std::string_view text, bool in_log) {
  std::size_t count = 0;
  for (std::size_t length = 0; !text.empty(); text.remove_prefix(length), ++count) {
    const int point = decode(text, length);
    expect(point >= 0, "valid UTF-8");
    expect(!is_banned(point, in_log), "no banned character");
  }
  return count;
}

std::optional<std::size_t> first_bad(std::string_view text) {
  for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
    if (decode(text.substr(at), length) < 0) return at;
  }
  return std::nullopt;
}

void check_codes(std::string_view text) {
  expect(unhex(hex(text)) == text, "hex and back");
  if (const auto bytes = unhex(text)) expect(hex(*bytes).size() == text.size(), "two digits a byte");
  expect(base32(text).size() == (text.size() * 8 + 4) / 5, "base32's length");
  if (const auto number = parse_decimal(text, 0xFFFFFFFFFFFFFFFFull)) {
    expect(std::to_string(*number) == text, "a number has one spelling");
  }
  if (const auto instant = parse_instant(text))
    expect(format_instant(*instant) == text, "and so has a moment");
}

void run(std::string_view text) {
  expect(first_bad_utf8(text) == first_bad(text), "both find the first bad byte");
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{1000}}) {
    const std::string shown = sanitised(text, room);
    expect(checked(shown, false) <= room, "no longer than asked for");
    expect(text_fault(shown).empty(), "fit to be shown");
    expect(sanitised(shown, room) == shown, "twice is once");
  }
  const std::string line = clean_line(text);
  static_cast<void>(checked(line, true));
  expect(line.size() <= 1024 && clean_line(line) == line,
         "a log line is short, and clean once it was cleaned");
  if (text_fault(text).empty()) expect(!first_bad(text), "what has no fault is UTF-8");
  expect(collapsed(collapsed(text)) == collapsed(text), "collapsed twice is once");
  check_codes(text);
}

const Registered kRegistered("text", run);

}  // namespace
}  // namespace tocsin::fuzz
