// RFC 3339 in one spelling.
#include "schema/core/instant.h"

#include <doctest/doctest.h>

#include <limits>

using namespace tocsin;

TEST_CASE("instants that are read, and written back the same") {
  const struct {
    std::string_view name;
    std::int64_t seconds;
  } rows[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1969-12-31T23:59:59Z", -1},
      {"2026-11-22T01:00:00Z", 1795309200},
      {"2000-02-29T12:34:56Z", 951827696},
      {"2024-02-29T23:59:59Z", 1709251199},
      {"2038-01-19T03:14:08Z", 2147483648},
      {"2100-02-28T00:00:00Z", 4107456000},
      {"2100-03-01T00:00:00Z", 4107542400},
      {"0001-01-01T00:00:00Z", -62135596800},
      {"1600-12-31T00:00:00Z", -11644560000},
      {"9999-12-31T23:59:59Z", 253402300799},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto instant = parse_instant(row.name);
    CHECK(instant.has_value());
    CHECK(seconds_of(instant.value_or(Instant{})) == row.seconds);
    CHECK(format_instant(instant_at(row.seconds)) == row.name);
  }
}

TEST_CASE("what is no instant") {
  constexpr std::string_view kRows[] = {
      "",
      "2026-11-22",
      "2026-11-22T01:00:00",
      "2026-11-22T01:00:00z",
      "2026-11-22t01:00:00Z",
      "2026-11-22 01:00:00Z",
      "2026-11-22T01:00:00Z ",
      " 2026-11-22T01:00:00Z",
      "2026-11-22T01:00:00.0Z",
      "2026-11-22T01:00:00+00:00",
      "2026-11-22T01:00Z",
      "2026-1-22T01:00:00Z0",
      "0000-01-01T00:00:00Z",
      "10000-01-01T00:00:0Z",
      "2026-00-01T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-32T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-02-29T00:00:00Z",
      "2100-02-29T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:60:00Z",
      "2026-12-31T23:59:60Z",
      "+026-01-01T00:00:00Z",
      "-026-01-01T00:00:00Z",
      "2026-01-01T00:00:0xZ",
      std::string_view("2026-01-01T00:00:00\0", 20),
  };
  for (const std::string_view row : kRows) {
    CAPTURE(row);
    CHECK_FALSE(parse_instant(row).has_value());
  }
}

TEST_CASE("instants beyond the years of four digits are written as the last one") {
  using Limits = std::numeric_limits<std::int64_t>;
  CHECK(format_instant(instant_at(Limits::max())) == "9999-12-31T23:59:59Z");
  CHECK(format_instant(instant_at(253402300800)) == "9999-12-31T23:59:59Z");
  CHECK(format_instant(instant_at(Limits::min())) == "0001-01-01T00:00:00Z");
  CHECK(format_instant(instant_at(-62135596801)) == "0001-01-01T00:00:00Z");
}

TEST_CASE("every day of 800 years comes back as it was written, later than the one before") {
  std::string before = "1599-12-31T00:00:00Z";
  for (std::int64_t day = -135140; day < 157054; ++day) {
    const std::string text = format_instant(instant_at(day * 86400));
    const auto back = parse_instant(text);
    if (!back || seconds_of(*back) != day * 86400 || text <= before)
      FAIL_CHECK("day ", day, " is written ", text);
    before = text;
  }
  CHECK(before == "2399-12-31T00:00:00Z");
}

TEST_CASE("arithmetic is in seconds") {
  const Instant noon = instant_at(43200);
  CHECK(noon + Duration(60) == instant_at(43260));
  CHECK(noon - Duration(60) == instant_at(43140));
  CHECK(instant_at(100) - instant_at(40) == Duration(60));
  CHECK(instant_at(1) < instant_at(2));
}
