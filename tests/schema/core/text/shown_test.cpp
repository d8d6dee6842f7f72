// Text that may be shown, and text made showable.
#include <doctest/doctest.h>

#include <random>

#include "schema/core/text/text.h"
#include "schema/core/text/utf8.h"

using namespace tocsin;

namespace {

std::string utf8_of(char32_t point) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xE0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

std::string utf8_of(std::u32string_view points) {
  std::string out;
  for (const char32_t point : points) out += utf8_of(point);
  return out;
}

std::string marks(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += utf8_of(U"\u0301");
  return out;
}

}  // namespace

TEST_CASE("text without fault") {
  const struct {
    std::string_view name;
    std::string text;
  } rows[] = {
      {"empty", ""},
      {"ASCII", "Anti-Virus 9.5 retires on 31 January"},
      {"tab and line feed", "a\tb\nc\n\n12345678\n\t"},
      {"all printable ASCII", " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~"},
      {"German", utf8_of(U"Gr\u00fc\u00dfe \u00fcber \u00c4nderungen")},
      {"Japanese", utf8_of(U"\u30b5\u30dd\u30fc\u30c8\u7d42\u4e86\u3067\u3059")},
      {"Arabic with marks", utf8_of(U"\u0645\u064f\u062d\u0645\u0651\u064e\u062f")},
      {"eight marks", "a" + marks(8)},
      {"eight marks, twice", "a" + marks(8) + "b" + marks(8)},
      {"balanced isolate", utf8_of(U"a \u2067\u05e9\u2069 b")},
      {"nested isolates", utf8_of(U"\u2066\u2067\u2068x\u2069\u2069\u2069")},
      {"isolates of two lines", utf8_of(U"\u2066a\u2069\n\u2067b\u2069")},
      {"directional marks", utf8_of(U"a\u200e\u200f\u061cb")},
      {"emoji joined", utf8_of(U"\U0001F469\u200d\U0001F4BB\ufe0f")},
      {"flag of Scotland",
       utf8_of(U"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")},
      {"no-break space", utf8_of(U"a\u00a0b")},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(text_fault(row.text) == "");
  }
}

TEST_CASE("text with a fault") {
  const struct {
    std::string_view name;
    std::string text;
    std::string_view part;  // of the sentence
  } rows[] = {
      {"NUL", std::string("a\0b", 3), "control"},
      {"escape", "\x1B[31m", "control"},
      {"bell in a word of eight", "1234567\a", "control"},
      {"unit separator",
       "12345678\x1F"
       "1234567",
       "control"},
      {"carriage return", "a\r\nb", "control"},
      {"vertical tab", "\v", "control"},
      {"DEL", "a\x7F", "control"},
      {"DEL in a word of eight",
       "abc\x7F"
       "efgh",
       "control"},
      {"C1 first", utf8_of(U"\u0080"), "control"},
      {"C1 next line", utf8_of(U"a\u0085"), "control"},
      {"C1 last", utf8_of(U"\u009f"), "control"},
      {"BOM inside", utf8_of(U"a\ufeffb"), "byte order mark"},
      {"BOM in front", utf8_of(U"\ufeffb"), "byte order mark"},
      {"LRE", utf8_of(U"\u202ax\u202c"), "override"},
      {"RLE", utf8_of(U"\u202bx\u202c"), "override"},
      {"PDF alone", utf8_of(U"x\u202c"), "override"},
      {"LRO", utf8_of(U"\u202dx\u202c"), "override"},
      {"RLO", utf8_of(U"invoice\u202efdp.exe"), "override"},
      {"isolate left open", utf8_of(U"a\u2067b"), "isolates"},
      {"isolate open over a line", utf8_of(U"\u2066a\nb\u2069"), "isolates"},
      {"isolate open over a line separator", utf8_of(U"\u2066a\u2028b\u2069"), "isolates"},
      {"isolate closed twice", utf8_of(U"\u2066a\u2069\u2069"), "isolates"},
      {"isolate closed first", utf8_of(U"\u2069\u2066"), "isolates"},
      {"non-character FFFE", utf8_of(U"\ufffe"), "no character"},
      {"non-character FFFF", utf8_of(U"\uffff"), "no character"},
      {"non-character FDD0", utf8_of(U"\ufdd0"), "no character"},
      {"non-character FDEF", utf8_of(U"\ufdef"), "no character"},
      {"non-character 10FFFF", utf8_of(U"\U0010ffff"), "no character"},
      {"nine marks", "a" + marks(9), "combining"},
      {"nine marks of many kinds", utf8_of(U"a\u0301\u0483\u0591\u064b\u0e31\u1ab0\u20dd\ufe00\U000e0100"),
       "combining"},
      {"nine marks with joiners between", "a" + marks(5) + utf8_of(U"\u200d") + marks(4), "combining"},
      {"nine marks in front", marks(9), "combining"},
      {"not UTF-8", "12345678\xFF", "UTF-8"},
      {"a surrogate", "\xED\xA0\x80", "UTF-8"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(text_fault(row.text).find(row.part) != std::string_view::npos);
  }
}

TEST_CASE("each control is found at each place of a word of eight") {
  int missed = 0, refused = 0;
  for (int c = 0; c < 0x80; ++c) {
    const bool bad = (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
    for (std::size_t place = 0; place < 24; ++place) {
      std::string text(24, 'a');
      text[place] = static_cast<char>(c);
      if (text_fault(text).empty() == bad) ++(bad ? missed : refused);
    }
  }
  CHECK(missed == 0);
  CHECK(refused == 0);
}

TEST_CASE("the table of combining marks is Unicode 14's") {
  int count = 0;
  for (char32_t point = 0; point <= 0x10FFFF; ++point) count += utf8::is_combining(point) ? 1 : 0;
  CHECK(count == 1963);  // 1,950 Mn and 13 Me
  for (const char32_t point : U"\u0300\u036f\u0488\u302a\u3099\ua66f\ufe2f\U000101fd\U0001e94a\U000e01ef") {
    if (point != 0) CHECK(utf8::is_combining(point));
  }
  for (const char32_t point : U"a\u02ff\u0370\u0903\u3030\u30a1\u4e00\ua66e\uffff\U00010000\U000e01f0") {
    CHECK_FALSE(utf8::is_combining(point));
  }
}

TEST_CASE("sanitised text") {
  const std::string bad = utf8_of(U"\ufffd"), dots = utf8_of(U"\u2026");
  const struct {
    std::string_view name;
    std::string text;
    std::size_t max;
    std::string expected;
  } rows[] = {
      {"nothing to do", "9.5.1", 10, "9.5.1"},
      {"exactly at the bound", "12345", 5, "12345"},
      {"one beyond", "123456", 5, "1234" + dots},
      {"bound of one", "12", 1, dots},
      {"bound of none", "12", 0, ""},
      {"empty", "", 5, ""},
      {"bound counts code points", utf8_of(U"\u65e5\u672c\u8a9e\u65e5\u672c"), 3,
       utf8_of(U"\u65e5\u672c") + dots},
      {"escape sequence", "\x1B[2J", 9, bad + "[2J"},
      {"line feed", "a\nb", 9, "a" + bad + "b"},
      {"line separator", utf8_of(U"a\u2028b"), 9, "a" + bad + "b"},
      {"C1", utf8_of(U"a\u009bb"), 9, "a" + bad + "b"},
      {"override", utf8_of(U"a\u202eb"), 9, "a" + bad + "b"},
      {"isolates, though balanced", utf8_of(U"\u2067a\u2069"), 9, bad + "a" + bad},
      {"directional mark", utf8_of(U"a\u200fb"), 9, "a" + bad + "b"},
      {"BOM", utf8_of(U"\ufeffa"), 9, bad + "a"},
      {"non-character", utf8_of(U"\uffff"), 9, bad},
      {"Latin-1",
       "gr\xFC"
       "n",
       9, "gr" + bad + "n"},
      {"cut short", "a\xE6\x97", 9, "a" + bad + bad},
      {"nine marks", "a" + marks(9) + "b", 20, "a" + marks(8) + "b"},
      {"marks cut do not count", "a" + marks(90), 9, "a" + marks(8)},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(sanitised(row.text, row.max) == row.expected);
  }
}

TEST_CASE("sanitising random bytes leaves no fault, keeps the bound, and once is enough") {
  std::mt19937 random(20261122);
  constexpr std::u32string_view kNasty =
      U"ab\n\t\u0301\u0301\u0301\u200d\u2066\u2069\u202e\u2028\ufeff\u0085\U000e0100\U0010ffff";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (unsigned length = random() % 60; length > 0; --length) {
      text += random() % 4 == 0 ? std::string(1, static_cast<char>(random()))
                                : utf8_of(kNasty[random() % kNasty.size()]);
    }
    const std::size_t max = random() % 40;
    const std::string once = sanitised(text, max);
    const bool good = text_fault(once).empty() && code_points(once) <= max && sanitised(once, max) == once;
    if (!good) FAIL_CHECK("round ", round, ": ", hex(text), " became ", hex(once));
  }
  CHECK(sanitised("same", 9) == "same");
}
