// The updater's command line: what each command takes, and what none does.
#include "updater/arguments.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace tocsin::updater {
namespace {

Result<Arguments> parsed(const std::vector<const char*>& words) {
  return parse_arguments(words);
}

TEST_CASE("accepted") {
  struct Row {
    std::string_view name;
    std::vector<const char*> words;
    Command command;
    std::string_view payload, root;
    bool launch, hook, purge;
  };
  const std::vector<Row> rows = {
      {"nothing", {}, Command::install, "", "", false, false, false},
      {"install", {"install"}, Command::install, "", "", false, false, false},
      {"options alone", {"--launch"}, Command::install, "", "", true, false, false},
      {"all of install",
       {"install", "--payload", "p", "--root", "/r", "--launch", "--terminal-hook"},
       Command::install,
       "p",
       "/r",
       true,
       true,
       false},
      {"status", {"status", "--root", "r"}, Command::status, "", "r", false, false, false},
      {"verify", {"verify", "--payload", "p"}, Command::verify, "p", "", false, false, false},
      {"launch", {"launch"}, Command::launch, "", "", false, false, false},
      {"uninstall", {"uninstall", "--purge"}, Command::uninstall, "", "", false, false, true},
      {"a value that looks like an option",
       {"--payload", "--root"},
       Command::install,
       "--root",
       "",
       false,
       false,
       false},
      {"help", {"uninstall", "--help"}, Command::help, "", "", false, false, false},
      {"version", {"--version"}, Command::version, "", "", false, false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto got = parsed(row.words);
    CHECK(got.has_value());
    if (!got) continue;
    CHECK(got->command == row.command);
    CHECK(got->payload == row.payload);
    CHECK(got->root == row.root);
    CHECK(got->launch == row.launch);
    CHECK(got->terminal_hook == row.hook);
    CHECK(got->purge == row.purge);
  }
}

TEST_CASE("refused") {
  const std::string long_path(4097, 'x');
  struct Row {
    std::string_view name;
    std::vector<const char*> words;
  };
  const std::vector<Row> rows = {
      {"another word", {"remove"}},
      {"a second word", {"install", "status"}},
      {"an empty word", {""}},
      {"an unknown option", {"--force"}},
      {"an option with =", {"--root=/r"}},
      {"a misuse before help", {"--purge=", "--help"}},
      {"root without value", {"--root"}},
      {"an empty root", {"--root", ""}},
      {"root twice", {"--root", "/a", "--root", "/b"}},
      {"payload without value", {"--payload"}},
      {"payload twice", {"--payload", "a", "--payload", "b"}},
      {"payload for status", {"status", "--payload", "p"}},
      {"payload for uninstall", {"uninstall", "--payload", "p"}},
      {"launch for launch", {"launch", "--launch"}},
      {"launch twice", {"--launch", "--launch"}},
      {"hook for verify", {"verify", "--terminal-hook"}},
      {"purge for install", {"--purge"}},
      {"purge twice", {"uninstall", "--purge", "--purge"}},
      {"a path too long", {"--root", long_path.c_str()}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto got = parsed(row.words);
    CHECK(!got.has_value());
    if (!got) CHECK(got.error().code == Code::invalid_argument);
  }
}

}  // namespace
}  // namespace tocsin::updater
