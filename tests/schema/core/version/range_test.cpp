// Unions of intervals.
#include "schema/core/version/range.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("ranges that parse, and which versions they hold") {
  const struct {
    std::string_view name, version;
    Scheme scheme;
    Truth expected;
  } rows[] = {
      {"[9.5,9.6)", "9.5", Scheme::dotted, Truth::yes},
      {"[9.5,9.6)", "9.5.0", Scheme::dotted, Truth::yes},
      {"[9.5,9.6)", "9.5.99", Scheme::dotted, Truth::yes},
      {"[9.5,9.6)", "9.6", Scheme::dotted, Truth::no},
      {"[9.5,9.6)", "9.4.9", Scheme::dotted, Truth::no},
      {"[9.5,9.6]", "9.6", Scheme::dotted, Truth::yes},
      {"(9.5,9.6)", "9.5", Scheme::dotted, Truth::no},
      {"(9.5,9.6]", "9.5.1", Scheme::dotted, Truth::yes},
      {"[9.5,)", "1000", Scheme::dotted, Truth::yes},
      {"[9.5,)", "9.4", Scheme::dotted, Truth::no},
      {"(9.5,)", "9.5", Scheme::dotted, Truth::no},
      {"(,9.5]", "9.5", Scheme::dotted, Truth::yes},
      {"(,9.5)", "9.5", Scheme::dotted, Truth::no},
      {"(,9.5)", "0", Scheme::dotted, Truth::yes},
      {"[9.5]", "9.5.0.0", Scheme::dotted, Truth::yes},
      {"[9.5]", "9.5.1", Scheme::dotted, Truth::no},
      {"[9.5,9.6) [9.7,9.7.3)", "9.7.2", Scheme::dotted, Truth::yes},
      {"[9.5,9.6) [9.7,9.7.3)", "9.6.5", Scheme::dotted, Truth::no},
      {"[1] [2] [3]", "3", Scheme::dotted, Truth::yes},
      {"[2,1]", "1.5", Scheme::dotted, Truth::no},
      {"[1,1)", "1", Scheme::dotted, Truth::no},
      {"[1:2.3-1~,1:2.3-1]", "1:2.3-1~deb12u1", Scheme::deb, Truth::yes},
      {"[1.0.0-rc.1,1.0.0)", "1.0.0-rc.2+b", Scheme::semver, Truth::yes},
      // Unknown: the version, or an end on which it depends, is no version in the scheme.
      {"[1,2)", "1.5-1", Scheme::dotted, Truth::unknown},
      {"[1,2)", "", Scheme::dotted, Truth::unknown},
      {"[1a,2)", "1", Scheme::dotted, Truth::unknown},
      {"[1,2a)", "1", Scheme::dotted, Truth::unknown},
      {"[1,2a)", "0", Scheme::dotted, Truth::no},
      {"[1a,2)", "3", Scheme::dotted, Truth::no},
      {"[1a,) [3]", "3", Scheme::dotted, Truth::yes},
      {"[1a,) [3]", "4", Scheme::dotted, Truth::unknown},
      {"[3] [1a,)", "3", Scheme::dotted, Truth::yes},
      {"[1.0,2.0)", "1.5.0", Scheme::semver, Truth::unknown},
      {"(,1-)", "0", Scheme::deb, Truth::unknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.version);
    const auto range = parse_range(row.name);
    CHECK(range.has_value());
    if (range) CHECK(contains(*range, row.scheme, row.version) == row.expected);
  }
  CHECK(contains({}, Scheme::dotted, "1") == Truth::no);
}

TEST_CASE("ends and brackets come out as written") {
  const auto range = parse_range("[1.0,2.0) (,3] [4]");
  REQUIRE(range.has_value());
  REQUIRE(range->intervals.size() == 3);
  CHECK(range->intervals[0].low == "1.0");
  CHECK(range->intervals[0].high == "2.0");
  CHECK(range->intervals[0].low_included);
  CHECK_FALSE(range->intervals[0].high_included);
  CHECK(range->intervals[1].low == "");
  CHECK(range->intervals[1].high == "3");
  CHECK_FALSE(range->intervals[1].low_included);
  CHECK(range->intervals[2].low == "4");
  CHECK(range->intervals[2].high == "4");
  CHECK(range->intervals[2].high_included);
}

TEST_CASE("what is no range") {
  constexpr std::string_view kRows[] = {
      "",          " ",       "1.0",        "(1.0)",  "[1.0)",  "(1.0]",  "[]",       "()",       "[)",
      "(,)",       "[,]",     "[,)",        "(,]",    "[,1]",   "[,1)",   "[1,]",     "(1,]",     "[1,2",
      "1,2]",      "[1 ,2]",  "[1, 2]",     "[ 1,2]", "[1,2] ", " [1,2]", "[1]  [2]", "[1]\t[2]", "[1],[2]",
      "[1][2]",    "[1,2,3]", "[1,,2]",     "{1,2}",  "]1,2[",  "[[1]]",  "[1/2]",    "[1_0]",    "[1*,2)",
      "[1,2) and", "[1\n,2)", "[\xC3\xA9]", ">=1.0",  "[1;2]",  "[",      "]",        "[1]x",
  };
  for (const std::string_view row : kRows) {
    CAPTURE(row);
    const auto range = parse_range(row);
    CHECK_FALSE(range.has_value());
    if (!range) CHECK(range.error().code == Code::malformed);
  }
}

TEST_CASE("empty intervals") {
  const struct {
    std::string_view name;
    Scheme scheme;
    bool expected;
  } rows[] = {
      {"[2,1]", Scheme::dotted, true},
      {"[1,1)", Scheme::dotted, true},
      {"(1,1]", Scheme::dotted, true},
      {"(1,1.0)", Scheme::dotted, true},
      {"[1.0,1]", Scheme::dotted, false},
      {"[1]", Scheme::dotted, false},
      {"[1,2)", Scheme::dotted, false},
      {"(1,)", Scheme::dotted, false},
      {"(,1)", Scheme::dotted, false},
      {"[10,9]", Scheme::dotted, true},
      {"[2a,1]", Scheme::dotted, false},
      {"[1:1,2]", Scheme::deb, true},
      {"[1,1~rc]", Scheme::deb, true},
      {"[1~rc,1)", Scheme::deb, false},
      {"[1.0.0,1.0.0-rc]", Scheme::semver, true},
      {"[1.0.0+a,1.0.0+b)", Scheme::semver, true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto range = parse_range(row.name);
    CHECK(range.has_value());
    if (range) CHECK(is_empty_interval(range->intervals[0], row.scheme) == row.expected);
  }
}

TEST_CASE("a found version in a range") {
  const struct {
    std::string_view name, range, version;
    Scheme scheme;
    Truth expected;
  } rows[] = {
      {"a revision is above the end", "(,5.2.1]", "5.2.1-1", Scheme::deb, Truth::no},
      {"an epoch is above all", "[5.0,6.0)", "1:5.2.1-1", Scheme::deb, Truth::no},
      {"upstream: at the end", "(,5.2.1]", "5.2.1-1", Scheme::upstream, Truth::yes},
      {"upstream: that one", "[5.2.1]", "1:5.2.1-3", Scheme::upstream, Truth::yes},
      {"upstream: above", "(,5.2.1]", "5.2.2-1", Scheme::upstream, Truth::no},
      {"upstream: a release candidate is below", "[5.2,)", "5.2~rc1-1", Scheme::upstream, Truth::no},
      {"upstream: no version of a package", "[5.2,)", "5.2_1", Scheme::upstream, Truth::unknown},
      {"upstream: an end with an epoch", "[1:5.2,)", "1:5.2-1", Scheme::upstream, Truth::unknown},
      {"dotted: a v before it", "[16.0,17.0)", "v16.1.0", Scheme::dotted, Truth::yes},
      {"semver: a v before it", "[16.0.0,17.0.0)", "v16.1.0", Scheme::semver, Truth::yes},
      {"semver: a prerelease is below its release", "[1.0.0,2.0.0)", "2.0.0-rc1", Scheme::semver, Truth::yes},
      {"dotted: a prerelease is no version", "[1.0,2.0)", "2.0.0-rc1", Scheme::dotted, Truth::unknown},
      {"dotted: a beta is no version", "[2025,)", "2025.8.0b1", Scheme::dotted, Truth::unknown},
      {"a v in the range is no version", "[v16.0,v17.0)", "16.1.0", Scheme::dotted, Truth::unknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto range = parse_range(row.range);
    REQUIRE(range.has_value());
    CHECK(contains(*range, row.scheme, row.version) == row.expected);
  }
}
