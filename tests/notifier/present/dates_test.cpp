// Dates in the reader's language.
#include "notifier/present/dates.h"

#include <doctest/doctest.h>

namespace tocsin {
namespace {

Duration utc(Instant /*at*/) {
  return Duration(0);
}

TEST_CASE("dates by language") {
  struct Row {
    std::string_view name;
    std::vector<std::string> locales;
    std::string_view date;
  };
  const Row rows[] = {
      {"English", {"en"}, "3 February 2027"},
      {"British", {"en-GB"}, "3 February 2027"},
      {"American", {"en-US"}, "February 3, 2027"},
      {"German", {"de-CH"}, "3. Februar 2027"},
      {"French", {"fr"}, "3 février 2027"},
      {"Spanish", {"es-MX"}, "3 de febrero de 2027"},
      {"Italian", {"it"}, "3 febbraio 2027"},
      {"Japanese", {"ja"}, "2027年2月3日"},
      {"Chinese", {"zh-Hant-TW"}, "2027年2月3日"},
      {"second wish", {"xx", "de"}, "3. Februar 2027"},
      {"no wish", {}, "3 February 2027"},
      {"unknown", {"eo"}, "3 February 2027"},
      {"not a prefix within a subtag", {"den"}, "3 February 2027"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(format_date(*parse_instant("2027-02-03T00:00:00Z"), row.locales, utc) == row.date);
  }
}

TEST_CASE("moments by the reader's wall clock") {
  struct Row {
    std::string_view name;
    int hours;
    std::string_view instant;
    std::string_view moment;
  };
  const Row rows[] = {
      {"midnight is not said", 0, "2027-01-31T00:00:00Z", "31 January 2027"},
      {"east", 1, "2027-01-31T00:00:00Z", "31 January 2027, 01:00"},
      {"west: the day before", -5, "2027-01-31T00:00:00Z", "30 January 2027, 19:00"},
      {"new year", 10, "2026-12-31T15:05:00Z", "1 January 2027, 01:05"},
      {"before 1970", 0, "1969-12-31T23:59:59Z", "31 December 1969, 23:59"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const std::vector<std::string> locales = {"en"};
    const UtcOffset offset = [&](Instant) { return Duration(row.hours * 3600); };
    CHECK(format_moment(*parse_instant(row.instant), locales, offset) == row.moment);
  }
}

}  // namespace
}  // namespace tocsin
