// Names of sets, of which only the updater's own form counts, and the end of the log.
#include "updater/machine.h"

#include <doctest/doctest.h>

#include <string_view>

#include "updater/run_log.h"
#include "updater/set.h"

namespace tocsin::updater {
namespace {

TEST_CASE("names of sets") {
  const struct {
    std::string_view name, text;
    bool is_set;
  } rows[] = {
      {"plain", "2.7.0123abcd", true},
      {"zeros", "0.0.00000000", true},
      {"greatest", "4294967295.18446744073709551615.ffffffff", true},
      {"epoch too great", "4294967296.1.00000000", false},
      {"serial too great", "1.18446744073709551616.00000000", false},
      {"empty", "", false},
      {"current", "current", false},
      {"two parts", "2.7", false},
      {"four parts", "2.7.0123abcd.x", false},
      {"upper case", "2.7.0123ABCD", false},
      {"seven digits", "2.7.0123abc", false},
      {"nine digits", "2.7.0123abcde", false},
      {"no digits", "2.7.", false},
      {"leading zero", "02.7.0123abcd", false},
      {"sign", "2.-7.0123abcd", false},
      {"blank", "2.7 .0123abcd", false},
      {"up", "../2.7.0123abcd", false},
      {"path", "2.7.0123abc/", false},
      {"NUL", std::string_view("2.7.0123abc\0", 12), false},
      {"new line", "2.7.0123abcd\n", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto got = parse_set_name(row.text);
    CHECK(got.has_value() == row.is_set);
    if (got) CHECK(got->text == row.text);
  }
  const auto set = parse_set_name("2.7.0123abcd");
  REQUIRE(set.has_value());
  CHECK(set->epoch == 2);
  CHECK(set->serial == 7);
}

TEST_CASE("the log keeps whole lines at its end") {
  const struct {
    std::string_view name, text;
    std::size_t most;
    std::string_view kept;
  } rows[] = {
      {"fits", "a\nb\n", 4, "a\nb\n"},
      {"one too many", "a\nb\n", 3, "b\n"},
      {"within a line", "aa\nbb\n", 5, "bb\n"},
      {"a line longer than all", "aaaa", 3, ""},
      {"nothing", "", 3, ""},
      {"no room", "a\n", 0, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(last_lines(row.text, row.most) == row.kept);
  }
}

}  // namespace
}  // namespace tocsin::updater
