// Bytes that are text, and where they need a second look: each sample at every place of a block of sixteen.
#include <doctest/doctest.h>

#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/format/xml/text.h"

using namespace tocsin;

namespace {

constexpr std::size_t kPlaces = 40;

struct Row {
  std::string_view name, bytes;
  bool is_rare = false;
};

std::string padded(std::size_t before, std::string_view bytes, std::size_t behind) {
  return std::string(before, 'a') + std::string(bytes) + std::string(behind, 'z');
}

bool is_text(const std::string& text, xml::RareCharacters& rare) {
  return !xml::byte_fault(text, rare);
}

}  // namespace

TEST_CASE("characters that a document may hold, rare where text_fault may object") {
  const Row rows[] = {{"white space", "\t\n\r \n\n"},
                      {"Latin", "\xC3\x80\xC3\xA4\xCB\xBF"},
                      {"kana", "\xE3\x81\x82\xE3\x83\xBF"},
                      {"ideographs", "\xE4\x80\x80\xE9\xBF\xBF\xE3\x80\x80"},
                      {"DEL", "\x7F", true},
                      {"C1 control", "\xC2\x85", true},
                      {"combining mark", "\xCC\x80", true},
                      {"ideographic tone mark", "\xE3\x80\xAA", true},
                      {"voiced sound mark", "\xE3\x82\x99", true},
                      {"Greek", "\xCE\xB1", true},
                      {"Devanagari", "\xE0\xA4\x85", true},
                      {"Hangul", "\xED\x9F\xBB", true},
                      {"override", "\xE2\x80\xAE", true},
                      {"byte order mark", "\xEF\xBB\xBF", true},
                      {"non-character", "\xEF\xB7\x90", true},
                      {"beyond the basic plane", "\xF0\x9F\x98\x80", true},
                      {"last one", "\xF4\x8F\xBF\xBF", true}};
  for (const Row& row : rows) {
    for (std::size_t at = 0; at < kPlaces; ++at) {
      CAPTURE(row.name);
      CAPTURE(at);
      xml::RareCharacters rare;
      const std::string text = padded(at, row.bytes, kPlaces - at);
      CHECK(is_text(text, rare));
      CHECK(rare.any_in(0, text.size()) == row.is_rare);
      if (!row.is_rare) CHECK((text_fault(text).empty() || row.bytes.find('\r') != row.bytes.npos));
    }
  }
}

TEST_CASE("bytes that no document may hold, at the end of it too") {
  const Row rows[] = {{"NUL", std::string_view("\0", 1)},
                      {"control", "\x1F"},
                      {"stray continuation", "\x80"},
                      {"two continuations too many", "\xC3\xA4\xA4\xA4"},
                      {"overlong in two", "\xC1\xBF"},
                      {"cut short after one of two", "\xC3"},
                      {"cut short after one of three", "\xE3"},
                      {"cut short after two of three", "\xE3\x81"},
                      {"overlong in three", "\xE0\x9F\xBF"},
                      {"surrogate", "\xED\xA0\x80"},
                      {"U+FFFE", "\xEF\xBF\xBE"},
                      {"U+FFFF", "\xEF\xBF\xBF"},
                      {"cut short after three of four", "\xF0\x9F\x98"},
                      {"overlong in four", "\xF0\x8F\xBF\xBF"},
                      {"beyond Unicode", "\xF4\x90\x80\x80"},
                      {"no lead at all", "\xFF"}};
  for (const Row& row : rows) {
    for (std::size_t at = 0; at < kPlaces; ++at) {
      CAPTURE(row.name);
      CAPTURE(at);
      xml::RareCharacters rare;
      CHECK_FALSE(is_text(padded(at, row.bytes, kPlaces - at), rare));
      CHECK_FALSE(is_text(padded(at, row.bytes, 0), rare));
    }
  }
}

TEST_CASE("a rare character concerns its surroundings only") {
  xml::RareCharacters rare;
  CHECK(is_text(padded(5000, "\x7F", 5000), rare));
  CHECK(rare.any_in(5000, 5001));
  CHECK(rare.any_in(0, 10001));
  CHECK_FALSE(rare.any_in(0, 3000));
  CHECK_FALSE(rare.any_in(7000, 10001));
}

TEST_CASE("lines are counted from any place to any other") {
  std::string text;
  for (std::size_t i = 0; i < 3000; ++i) text += i % 7 == 0 || i % 11 < 2 ? '\n' : 'x';
  xml::LineCounter lines(text);
  const auto expected = [&](std::size_t at) {
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  };
  for (std::size_t at = 0; at <= text.size(); at += 1 + at % 97) {
    CAPTURE(at);
    CHECK(lines.line_at(at) == expected(at));
    CHECK(lines.line_at(at / 2) == expected(at / 2));
  }
}
