// The schemes: what is a version, and in which order.
#include "schema/core/version/version.h"

#include <doctest/doctest.h>

#include <string>

using namespace tocsin;

namespace {

struct Pair {
  std::string_view name, other;
  int expected;  // name against other
};

int sign(std::optional<std::strong_ordering> order) {
  return !order ? 9 : *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

void check_pairs(Scheme scheme, const Pair* begin, const Pair* end) {
  for (const Pair* row = begin; row != end; ++row) {
    CAPTURE(row->name);
    CAPTURE(row->other);
    CHECK(sign(compare_versions(scheme, row->name, row->other)) == row->expected);
    CHECK(sign(compare_versions(scheme, row->other, row->name)) == -row->expected);
    CHECK(sign(compare_versions(scheme, row->name, row->name)) == 0);
  }
}

template <std::size_t n>
void check_refused(Scheme scheme, const std::string_view (&rows)[n], std::string_view sound) {
  for (const std::string_view row : rows) {
    CAPTURE(row);
    CHECK_FALSE(is_version(scheme, row));
    CHECK_FALSE(compare_versions(scheme, row, sound).has_value());
    CHECK_FALSE(compare_versions(scheme, sound, row).has_value());
  }
}

const std::string kSixteen = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16";
const std::string kSeventeen = kSixteen + ".17";

}  // namespace

TEST_CASE("schemes have names") {
  for (const Scheme scheme : kAllSchemes) {
    CHECK(scheme_from_name(scheme_name(scheme)) == scheme);
  }
  for (const std::string_view row : {"", "Dotted", "rpm", "deb ", "dotted,deb"}) {
    CAPTURE(row);
    CHECK_FALSE(scheme_from_name(row).has_value());
  }
}

TEST_CASE("dotted order") {
  const Pair rows[] = {
      {"1.0", "1.0.0", 0},
      {"1", "1.0.0.0.0", 0},
      {"9", "10", -1},
      {"9.5.1", "9.5.10", -1},
      {"9.5.1", "9.6", -1},
      {"1.01", "1.1", 0},
      {"0.0.1", "0", 1},
      {"999999999999999999", "1000000000000000", 1},
      {kSixteen, "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.15", 1},
      {"000000000000000001", "1", 0},
  };
  check_pairs(Scheme::dotted, std::begin(rows), std::end(rows));
}

TEST_CASE("what is no dotted version") {
  const std::string_view rows[] = {
      "",         ".",       "1.", ".1",  "1..2",  "1.0a", "v1",   "1 ",
      " 1",       "1.-1",    "+1", "1,2", "1.0-1", "0x10", "1.2.", "1000000000000000000",
      kSeventeen, "\xD9\xA1"};
  check_refused(Scheme::dotted, rows, "1.0");
  CHECK_FALSE(is_version(Scheme::dotted, std::string_view("1\0", 2)));
}

TEST_CASE("semver order") {
  const Pair rows[] = {
      // Item 11 of the specification.
      {"1.0.0", "2.0.0", -1},
      {"2.0.0", "2.1.0", -1},
      {"2.1.0", "2.1.1", -1},
      {"1.0.0-alpha", "1.0.0", -1},
      {"1.0.0-alpha", "1.0.0-alpha.1", -1},
      {"1.0.0-alpha.1", "1.0.0-alpha.beta", -1},
      {"1.0.0-alpha.beta", "1.0.0-beta", -1},
      {"1.0.0-beta", "1.0.0-beta.2", -1},
      {"1.0.0-beta.2", "1.0.0-beta.11", -1},
      {"1.0.0-beta.11", "1.0.0-rc.1", -1},
      {"1.0.0-rc.1", "1.0.0", -1},
      {"1.0.0+a", "1.0.0+b", 0},
      {"1.0.0-x+a", "1.0.0-x", 0},
      {"1.0.0-X", "1.0.0-x", -1},
      {"1.0.0--", "1.0.0-0", 1},
      {"1.0.0-0", "1.0.0--1", -1},
      {"99999999999999999999999.0.0", "99999999999999999999998.9.9", 1},
      {"1.0.0-99999999999999999999999", "1.0.0-9999999999999999999999", 1},
      {"1.0.0+001", "1.0.0", 0},
      {"1.0.0-0a", "1.0.0-1", 1},
      {"1.0.0-a-b", "1.0.0-a.b", 1},
  };
  check_pairs(Scheme::semver, std::begin(rows), std::end(rows));
}

TEST_CASE("what is no semver") {
  // Mostly the invalid list that semver.org hangs beside its regular expression.
  const std::string_view rows[] = {"",
                                   "1",
                                   "1.2",
                                   "1.2.3-0123",
                                   "1.2.3-0123.0123",
                                   "1.1.2+.123",
                                   "+invalid",
                                   "-invalid",
                                   "-invalid+invalid",
                                   "alpha",
                                   "alpha.1",
                                   "1.0.0-alpha_beta",
                                   "1.0.0-alpha..",
                                   "1.0.0-alpha..1",
                                   "01.1.1",
                                   "1.01.1",
                                   "1.1.01",
                                   "1.2.3.DEV",
                                   "1.2-SNAPSHOT",
                                   "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
                                   "1.2-RC-SNAPSHOT",
                                   "-1.0.3-gamma+b7718",
                                   "+justmeta",
                                   "9.8.7+meta+meta",
                                   "9.8.7-whatever+meta+meta",
                                   "v1.2.3",
                                   "1.2.3.",
                                   "1.2.3.4",
                                   "1.2.3-",
                                   "1.2.3+",
                                   "1.2.3-a.",
                                   "1.2.3 ",
                                   " 1.2.3",
                                   "1..3",
                                   "1.2.3-\xC3\xA9"};
  check_refused(Scheme::semver, rows, "1.0.0");
  for (const std::string_view row : {"1.0.0-0A.is.legal", "1.2.3----RC-SNAPSHOT.12.9.1--.12+788", "0.0.0",
                                     "1.0.0+0.build.1-rc.10000aaa-kk-0.1", "1.1.2+meta-valid"}) {
    CAPTURE(row);
    CHECK(is_version(Scheme::semver, row));
  }
}

TEST_CASE("deb order") {
  const Pair rows[] = {
      {"1.0", "1.0-0", 0},
      {"1.0-1", "1.0-1.1", -1},
      {"1.0~rc1", "1.0", -1},
      {"1.0~rc1", "1.0~rc1-1", -1},
      {"1.0~~", "1.0~", -1},
      {"1.0~~a", "1.0~", -1},
      {"1.0+b1", "1.0", 1},
      {"1.0a", "1.0", 1},
      {"1.0a", "1.0+", -1},
      {"1:1.0", "2.0", 1},
      {"0:1.0", "1.0", 0},
      {"01:1", "1:1", 0},
      {"1.09", "1.9", 0},
      {"1.10", "1.9", 1},
      {"1.0-1~deb11u1", "1.0-1", -1},
      {"1-2-3", "1-2-4", -1},
      {"1:1:1", "1:1-1", 1},
      {"99999999999999999999999999", "99999999999999999999999998", 1},
      {"2147483647:1", "1:9", 1},
      {"1.0.", "1.0", 1},
      {"1A", "1a", -1},
      {"1a0", "1a", 0},
      {"1.00000", "1.0", 0},
  };
  check_pairs(Scheme::deb, std::begin(rows), std::end(rows));
}

TEST_CASE("what is no deb version") {
  const std::string_view rows[] = {
      "",    "abc",          "1.0-",  ":1",   "1:",  "a:1", "+1:2", "-1:2", " 1",  "1 ",
      "1_2", "2147483648:1", "1-a:b", "1:-1", "1:a", "~1",  "-1",   "1-_",  "1/2", "99999999999999999999:1",
      "1\n", "1-\xC3\xA9",   "0:~1"};
  check_refused(Scheme::deb, rows, "1");
  CHECK(is_version(Scheme::deb, "1:2:"));  // a colon behind the epoch is of the version
  CHECK_FALSE(is_version(Scheme::deb, std::string_view("1\0", 2)));
}

TEST_CASE("upstream order: dpkg's, without epoch and revision") {
  const Pair rows[] = {
      {"5.2.1", "5.2.1", 0},  {"5.2.1", "5.2.2", -1}, {"9", "10", -1},      {"5.2~rc1", "5.2", -1},
      {"5.2+dfsg", "5.2", 1}, {"5.2-rc1", "5.2", 1},  {"1.0a", "1.0b", -1}, {"5.2.0", "5.2", 1},
  };
  check_pairs(Scheme::upstream, std::begin(rows), std::end(rows));
  constexpr std::string_view kRows[] = {"", "1:5.2", "v5.2", "a5", "5_2", "5.2 ", "-1", "5.2\n"};
  check_refused(Scheme::upstream, kRows, "1");
}

TEST_CASE("the part of a found version that is compared") {
  const struct {
    std::string_view name;
    Scheme scheme;
    std::string_view part;
  } rows[] = {
      {"v16.1.0", Scheme::dotted, "16.1.0"},
      {"V16.1", Scheme::dotted, "16.1"},
      {"v1.2.3-rc.1", Scheme::semver, "1.2.3-rc.1"},
      {"16.1.0", Scheme::dotted, "16.1.0"},
      {"vv1", Scheme::dotted, "vv1"},
      {"v", Scheme::dotted, "v"},
      {"v.1", Scheme::dotted, "v.1"},
      {"version 1", Scheme::dotted, "version 1"},
      {"", Scheme::dotted, ""},
      {"v1.0-1", Scheme::deb, "v1.0-1"},
      {"1:5.2.1-1", Scheme::deb, "1:5.2.1-1"},
      {"1:5.2.1-1", Scheme::upstream, "5.2.1"},
      {"5.2.1-1", Scheme::upstream, "5.2.1"},
      {"5.2.1", Scheme::upstream, "5.2.1"},
      {"2:5.2-rc1-1~deb12u1", Scheme::upstream, "5.2-rc1"},
      {"5.2+dfsg-1+b2", Scheme::upstream, "5.2+dfsg"},
      {"x:5.2-1", Scheme::upstream, ""},
      {"5.2-", Scheme::upstream, ""},
      {"v5.2-1", Scheme::upstream, ""},
      {"", Scheme::upstream, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(compared_part(row.scheme, row.name) == row.part);
  }
}
