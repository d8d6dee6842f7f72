// What a misspelt word means, and what it does not.
#include "packaging/kit/spelling/spelling.h"

#include <doctest/doctest.h>

#include <array>

using namespace tocsin;

TEST_CASE("the nearest word, if one is near") {
  constexpr std::array<std::string_view, 9> kKnown = {"component", "console", "os",     "aws-events", "ul",
                                                      "security",  "lint",    "locale", "anti-virus"};
  const struct {
    std::string_view name, word, expected;
  } rows[] = {
      {"a letter changed", "componant", "component"},
      {"a letter left out", "consle", "console"},
      {"a letter too many", "anti-viruss", "anti-virus"},
      {"two letters exchanged", "lnit", "lint"},
      {"two letters wrong", "secrutty", "security"},
      {"three letters wrong", "sekrutty", ""},
      {"capitals", "Security", "security"},
      {"all capitals", "OS", "os"},
      {"an underscore", "aws_events", "aws-events"},
      {"short words are near nothing", "ol", ""},
      {"another word", "printer", ""},
      {"empty", "", ""},
      {"the word itself", "locale", "locale"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(nearest(row.word, kKnown) == row.expected);
  }
  CHECK(nearest("lint", {}).empty());
}

TEST_CASE("words in sentences") {
  constexpr std::array<std::string_view, 3> kThree = {"a", "b", "c"};
  CHECK(alternatives(kThree) == "a, b or c");
  CHECK(alternatives(std::span(kThree).first(2)) == "a or b");
  CHECK(alternatives(std::span(kThree).first(1)) == "a");
  CHECK(did_you_mean("b") == " Did you mean 'b'?");
  CHECK(did_you_mean("").empty());
  CHECK(in_quotes("a\x1b[31m") == "'a\xEF\xBF\xBD[31m'");
}
