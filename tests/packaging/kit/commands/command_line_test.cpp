// What the kit answers to a command line that it does not understand.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

TEST_CASE("a misspelt command or option is named, with the one that is meant") {
  const struct {
    std::string_view name;
    std::vector<std::string> arguments;
    std::string_view expected;
  } rows[] = {
      {"a command", {"lnit", "a.xml"}, "'lnit' is no command; there is lint, explain, diff,"},
      {"a command, meant", {"lnit", "a.xml"}, "Did you mean 'lint'?"},
      {"in capitals", {"LINT", "a.xml"}, "Did you mean 'lint'?"},
      {"a command of another program", {"publish"}, "'publish' is no command; there is lint, explain, diff,"},
      {"below another one",
       {"root", "nwe"},
       "'nwe' is no command; there is new or rotate. Did you mean 'new'?"},
      {"no command", {}, "subcommand"},
      {"an option", {"lint", "a.xml", "--strcit"}, "Did you mean '--strict'?"},
      {"an option with a value", {"lint", "a.xml", "--fromat=sarif"}, "Did you mean '--format'?"},
      {"an option near none", {"lint", "a.xml", "--quick"}, "--quick"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = run_command(row.arguments);
    CAPTURE(run.err);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err.find(row.expected) != std::string::npos);
  }
}

TEST_CASE("nothing is suggested where nothing is near") {
  CHECK(run_command({"publish"}).err.find("Did you mean") == std::string::npos);
  CHECK(run_command({"lint", "a.xml", "--quick"}).err.find("Did you mean") == std::string::npos);
}
