// Version ranges in words. Whole explanations are tested through the presenter: presenter_texts_test.cpp.
#include "notifier/present/why_text.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("ranges as they are said") {
  const struct {
    std::string_view name, range, words;
  } rows[] = {
      {"half open", "[9.5,9.6)", "9.5 up to but not including 9.6"},
      {"closed", "[1,2]", "1 to 2"},
      {"open", "(1,2)", "later than 1 and earlier than 2"},
      {"the other half", "(1,2]", "later than 1, up to and including 2"},
      {"from", "[1.0,)", "1.0 and later"},
      {"above", "(1.0,)", "later than 1.0"},
      {"below", "(,2)", "earlier than 2"},
      {"up to", "(,2]", "2 and earlier"},
      {"one", "[3.1]", "3.1"},
      {"several", "[1,2) [3] [4,)", "1 up to but not including 2, or 3, or 4 and later"},
      {"none", "", ""},
      {"no range", "de en-GB", "de en-GB"},
      {"malformed", "[1;2)", "[1;2)"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(range_words(row.range) == row.words);
  }
}
