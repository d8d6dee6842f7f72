// UTF-8 and the small grammars.
#include "schema/core/text/text.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

// The oracle: the same by the table of the Unicode standard (table 3-7), byte by byte.
std::size_t length_by_table(std::string_view t) {
  const auto in = [&](std::size_t at, int low, int high) {
    return at < t.size() && static_cast<unsigned char>(t[at]) >= low &&
           static_cast<unsigned char>(t[at]) <= high;
  };
  const auto tail = [&](std::size_t at) { return in(at, 0x80, 0xBF); };
  if (in(0, 0, 0x7F)) return 1;
  if (in(0, 0xC2, 0xDF) && tail(1)) return 2;
  if (in(0, 0xE0, 0xE0) && in(1, 0xA0, 0xBF) && tail(2)) return 3;
  if (in(0, 0xE1, 0xEC) && tail(1) && tail(2)) return 3;
  if (in(0, 0xED, 0xED) && in(1, 0x80, 0x9F) && tail(2)) return 3;
  if (in(0, 0xEE, 0xEF) && tail(1) && tail(2)) return 3;
  if (in(0, 0xF0, 0xF0) && in(1, 0x90, 0xBF) && tail(2) && tail(3)) return 4;
  if (in(0, 0xF1, 0xF3) && tail(1) && tail(2) && tail(3)) return 4;
  if (in(0, 0xF4, 0xF4) && in(1, 0x80, 0x8F) && tail(2) && tail(3)) return 4;
  return 0;
}

}  // namespace

TEST_CASE("the first bad byte is found where it is") {
  const struct {
    std::string_view name, text;
    int bad;  // -1: all is well
  } rows[] = {
      {"empty", "", -1},
      {"ASCII", "plain", -1},
      {"ASCII of many words", "0123456789abcdef0123456789abcdef!", -1},
      {"NUL is ASCII", std::string_view("a\0b", 3), -1},
      {"two bytes", "caf\xC3\xA9", -1},
      {"three bytes", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", -1},
      {"four bytes", "\xF0\x9F\x94\x94", -1},
      {"last code point", "\xF4\x8F\xBF\xBF", -1},
      {"before the surrogates", "\xED\x9F\xBF", -1},
      {"after the surrogates", "\xEE\x80\x80", -1},
      {"stray tail", "\x80", 0},
      {"stray tail in the second word", "12345678abc\xBF", 11},
      {"overlong slash", "a\xC0\xAF", 1},
      {"overlong C1", "\xC1\xBF", 0},
      {"overlong three", "\xE0\x9F\xBF", 0},
      {"overlong four", "\xF0\x8F\xBF\xBF", 0},
      {"modified NUL", "\xC0\x80", 0},
      {"surrogate", "ab\xED\xA0\x80", 2},
      {"last surrogate", "\xED\xBF\xBF", 0},
      {"above the last code point", "\xF4\x90\x80\x80", 0},
      {"five bytes", "\xF8\x88\x80\x80\x80", 0},
      {"FE", "\xFE", 0},
      {"FF after eight", "12345678\xFF", 8},
      {"cut short, two", "\xC3", 0},
      {"cut short, three", "x\xE6\x97", 1},
      {"cut short, four", "\xF0\x9F\x94", 0},
      {"tail missing inside",
       "\xE6\x97"
       "a\xA5",
       0},
      {"Latin-1", "gr\xFC\xDF", 2},
      {"after good ones", "\xC3\xA9\xC3\xA9\xC3", 4},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto bad = first_bad_utf8(row.text);
    CHECK((bad ? static_cast<int>(*bad) : -1) == row.bad);
  }
}

TEST_CASE(
    "every sequence of two bytes, and every lead with typical tails, agrees with the standard's table") {
  const auto agrees = [](std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && length_by_table(text.substr(at)) != 0) at += length_by_table(text.substr(at));
    const auto bad = first_bad_utf8(text);
    return bad.value_or(text.size()) == at;
  };
  constexpr unsigned char kTails[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  int wrong = 0;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const char two[] = {static_cast<char>(first), static_cast<char>(second)};
      wrong += agrees({two, 2}) ? 0 : 1;
      for (const unsigned char third : kTails) {
        for (const unsigned char fourth : kTails) {
          const char four[] = {two[0], two[1], static_cast<char>(third), static_cast<char>(fourth)};
          wrong += agrees({four, 4}) ? 0 : 1;
        }
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("code points are counted, not bytes") {
  CHECK(code_points("") == 0);
  CHECK(code_points("abc") == 3);
  CHECK(code_points("\xC3\xA9\xE6\x97\xA5\xF0\x9F\x94\x94") == 3);
}

TEST_CASE("white space collapses as XML has it") {
  const struct {
    std::string_view name, text, expected;
  } rows[] = {
      {"empty", "", ""},
      {"blanks only", " \t\r\n ", ""},
      {"nothing to do", "a b", "a b"},
      {"ends", "\n  a\n", "a"},
      {"runs", "a \t b\r\n\r\nc", "a b c"},
      {"no-break space stays", "a\xC2\xA0 b", "a\xC2\xA0 b"},
      {"vertical tab is no blank", "a\vb", "a\vb"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(collapsed(row.text) == row.expected);
  }
}

TEST_CASE("hex there and back") {
  const std::string_view bytes("\x00\x7F\x80\xFF", 4);
  CHECK(hex(bytes) == "007f80ff");
  CHECK(hex("").empty());
  CHECK(unhex("007f80FF") == std::string(bytes));
  CHECK(unhex("") == "");
  for (const std::string_view row : {"0", "000", "0g", "g0", "0x00", " 00 ", "00 ", "-1", "\xC3\xA9"}) {
    CAPTURE(row);
    CHECK_FALSE(unhex(row).has_value());
  }
}

TEST_CASE("base32 of RFC 4648, section 10, in lower case without padding") {
  const struct {
    std::string_view name, text;
  } rows[] = {{"", ""},
              {"f", "my"},
              {"fo", "mzxq"},
              {"foo", "mzxw6"},
              {"foob", "mzxw6yq"},
              {"fooba", "mzxw6ytb"},
              {"foobar", "mzxw6ytboi"}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(base32(row.name) == row.text);
  }
  CHECK(base32(std::string(16, '\xFF')) == "77777777777777777777777774");
  CHECK(base32(std::string(16, '\0')).size() == 26);
}

TEST_CASE("decimal numbers are digits alone, and bounded") {
  const struct {
    std::string_view name;
    unsigned long long max;
    long long expected;  // -1: refused
  } rows[] = {
      {"0", 0, 0},     {"7", 7, 7},     {"10", 10, 10}, {"4294967295", 4294967295u, 4294967295},
      {"8", 7, -1},    {"11", 10, -1},  {"10", 9, -1},  {"4294967296", 4294967295u, -1},
      {"", 9, -1},     {"00", 9, -1},   {"01", 9, -1},  {"+1", 9, -1},
      {"-1", 9, -1},   {" 1", 9, -1},   {"1 ", 9, -1},  {"1x", 9, -1},
      {"0x1", 99, -1}, {"1e1", 99, -1}, {"1", 0, -1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto value = parse_decimal(row.name, row.max);
    CHECK((value ? static_cast<long long>(*value) : -1) == row.expected);
  }
  constexpr unsigned long long kMost = ~0ull;
  CHECK(parse_decimal("18446744073709551615", kMost) == kMost);
  CHECK_FALSE(parse_decimal("18446744073709551616", kMost).has_value());
  CHECK_FALSE(parse_decimal("99999999999999999999999", kMost).has_value());
}

TEST_CASE("identifiers") {
  CHECK(is_identifier("a"));
  CHECK(is_identifier("av95-retirement_2.x"));
  CHECK(is_identifier("-"));
  CHECK(is_identifier(std::string(64, 'Z')));
  for (const std::string_view row :
       {"", "a b", "a/b", "\xC3\xA9", "a\n", "a:b", "a,b", "{a}", "a+b", "a~b", "@"}) {
    CAPTURE(row);
    CHECK_FALSE(is_identifier(row));
  }
  CHECK_FALSE(is_identifier(std::string(65, 'Z')));
  CHECK_FALSE(is_identifier(std::string_view("a\0", 2)));
}

TEST_CASE("escaped_markup: text that an element or an attribute gives back as it is") {
  CHECK(escaped_markup("a<b>&\"c\"'d'") == "a&lt;b&gt;&amp;&quot;c&quot;'d'");
  CHECK(escaped_markup("&lt;") == "&amp;lt;");
  CHECK(escaped_markup("\xC3\xA4").size() == 2);
  CHECK(escaped_markup("").empty());
}
