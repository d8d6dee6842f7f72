// Breaking a label into lines; conversion of text for the toolkit.
#include "notifier/dialog/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace tocsin::dialog {
namespace {

int one_each(const wxString& line) {
  return static_cast<int>(line.length());
}

TEST_CASE("lines") {
  struct Row {
    std::string_view name;
    std::string_view text;
    int width;
    std::string_view lines;
  };
  const Row rows[] = {
      {"empty", "", 5, ""},
      {"fits", "abc", 5, "abc"},
      {"exactly", "abcde", 5, "abcde"},
      {"at a blank", "ab cd ef", 5, "ab cd\nef"},
      {"blank after the width", "abcde fg", 5, "abcde\nfg"},
      {"long word", "abcdefgh", 5, "abcde\nfgh"},
      {"no blanks at all", "修正プログラムを適用", 4, "修正プロ\nグラムを\n適用"},
      {"blank, then Japanese", "A 5.2.4を適用", 8, "A 5.2.4を\n適用"},
      {"no full stop at the start of a line", "修正プ。ログ", 3, "修正\nプ。ロ\nグ"},
      {"narrower than a letter", "abc", 0, "a\nb\nc"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(std::string(wrapped(to_wx(row.text), row.width, one_each).utf8_str()) == row.lines);
  }
}

TEST_CASE("text for the toolkit") {
  struct Row {
    std::string_view name;
    std::string_view text;
    std::string_view shown;
  };
  const Row rows[] = {
      {"plain", "a&b %s", "a&b %s"},
      {"Japanese", "日本語", "日本語"},
      {"beyond the BMP", "\U0001F600", "\U0001F600"},
      {"empty", "", ""},
      {"bad byte",
       "a\xff"
       "b",
       "a\uFFFD"
       "b"},
      {"overlong", "\xC0\xAF", "\uFFFD\uFFFD"},
      {"cut off", "x\xE2\x82", "x\uFFFD"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const std::string shown(to_wx(row.text).utf8_str());
    const bool bad = row.name == "overlong" || row.name == "cut off";
    CHECK((bad ? shown.find("\uFFFD") != std::string::npos : shown == row.shown));
  }
}

}  // namespace
}  // namespace tocsin::dialog
