// The scheme `semver` against what npm's semver said of the same pairs; semver_table.sh makes the table.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>

#include "schema/core/version/version.h"

using namespace tocsin;

namespace {

std::string order_of(std::string_view a, std::string_view b) {
  const auto order = compare_versions(Scheme::semver, a, b);
  return !order ? "none" : *order < 0 ? "-1" : *order > 0 ? "1" : "0";
}

}  // namespace

TEST_CASE("semver: the order of npm's package") {
  std::ifstream table(TOCSIN_SOURCE_DIR "/tests/data/version/semver.tsv");
  std::map<std::string, int> seen;
  for (std::string line; std::getline(table, line);) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    REQUIRE(second != std::string::npos);
    const std::string a = line.substr(0, first), b = line.substr(first + 1, second - first - 1);
    const std::string wanted = line.substr(second + 1);
    CAPTURE(line);
    CHECK(order_of(a, b) == wanted);
    ++seen[wanted];
  }
  for (const char* order : {"-1", "0", "1", "none"}) {
    CAPTURE(std::string(order));
    CHECK(seen[order] > 50);
  }
}
