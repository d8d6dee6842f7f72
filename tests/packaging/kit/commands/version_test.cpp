// tocsin version compare|match.
#include <doctest/doctest.h>

#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

namespace {

struct Row {
  std::string_view name;
  std::vector<std::string> arguments;
  std::string_view out;
  int exit_code;
};

void check(const Row& row) {
  CAPTURE(row.name);
  const CapturedRun run = run_command(row.arguments);
  CHECK(run.exit_code == row.exit_code);
  CHECK(run.out == row.out);
  CHECK(run.err.empty() == (row.exit_code == 0));
}

}  // namespace

TEST_CASE("answers are one word on standard output") {
  const Row rows[] = {
      {"earlier", {"version", "compare", "9.5", "10"}, "-1\n", 0},
      {"equal", {"version", "compare", "1.0", "1.0.0"}, "0\n", 0},
      {"later", {"version", "compare", "2", "1"}, "1\n", 0},
      {"deb", {"version", "compare", "--scheme", "deb", "1.0~rc1", "1.0"}, "-1\n", 0},
      {"semver", {"version", "compare", "--scheme", "semver", "1.0.0", "1.0.0-rc.1"}, "1\n", 0},
      {"option behind", {"version", "compare", "1:1", "2", "--scheme=deb"}, "1\n", 0},
      {"in range", {"version", "match", "[9.5,9.6)", "9.5.7"}, "true\n", 0},
      {"not in range", {"version", "match", "[9.5,9.6)", "9.6"}, "false\n", 0},
      {"one version", {"version", "match", "[9.5]", "9.5.0"}, "true\n", 0},
      {"both ends included", {"version", "match", "[1,2]", "2"}, "true\n", 0},
      {"second interval", {"version", "match", "[9.5,9.6) [9.7,9.7.3)", "9.7"}, "true\n", 0},
      {"deb range", {"version", "match", "--scheme", "deb", "[1:1,)", "9"}, "false\n", 0},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("what is malformed exits with 4, a bad command line with 2") {
  const Row rows[] = {
      {"first", {"version", "compare", "1a", "1"}, "", 4},
      {"second", {"version", "compare", "1", ""}, "", 4},
      {"other scheme", {"version", "compare", "1:2-3", "1"}, "", 4},
      {"semver", {"version", "compare", "--scheme", "semver", "1.0", "1.0.0"}, "", 4},
      {"version to match", {"version", "match", "[1,2)", "1-1"}, "", 4},
      {"range", {"version", "match", "1.0", "1.0"}, "", 4},
      {"bare in brackets", {"version", "match", "(1.0)", "1.0"}, "", 4},
      {"two blanks", {"version", "match", "[1]  [2]", "1"}, "", 4},
      {"end", {"version", "match", "[1a,2)", "3"}, "", 4},
      {"inverted", {"version", "match", "[2,1]", "1"}, "", 4},
      {"empty range", {"version", "match", "[1,1)", "1"}, "", 4},
      {"no such scheme", {"version", "compare", "--scheme", "rpm", "1", "1"}, "", 2},
      {"one version", {"version", "compare", "1"}, "", 2},
      {"three versions", {"version", "compare", "1", "2", "3"}, "", 2},
      {"no command", {"version"}, "", 2},
      {"no such command", {"version", "order", "1", "2"}, "", 2},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("the error names what was wrong") {
  const CapturedRun run = run_command({"version", "compare", "1.x", "1"});
  CHECK(run.err ==
        "tocsin: version.compare: malformed: version: '1.x' is not a version in the scheme dotted\n");
}
