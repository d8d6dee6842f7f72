// The dialog's command line.
#include "notifier/dialog/run.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace tocsin::dialog {
namespace {

TEST_CASE("accepted") {
  struct Row {
    std::string_view name;
    std::vector<const char*> words;
    std::string_view root;
    bool scheduled;
  };
  const Row rows[] = {
      {"nothing", {}, "", false},
      {"root", {"--root", "/mnt"}, "/mnt", false},
      {"root, joined", {"--root=/mnt"}, "/mnt", false},
      {"both", {"--scheduled", "--root", "/mnt"}, "/mnt", true},
      {"a folder that looks like an option", {"--root", "--scheduled"}, "--scheduled", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto parsed = parse_dialog_arguments(row.words);
    CHECK(parsed.has_value());
    if (!parsed) continue;
    CHECK(parsed->root == row.root);
    CHECK(parsed->scheduled == row.scheduled);
  }
}

TEST_CASE("refused") {
  struct Row {
    std::string_view name;
    std::vector<const char*> words;
  };
  const Row rows[] = {
      {"root without a folder", {"--root"}},
      {"empty folder", {"--root", ""}},
      {"empty, joined", {"--root="}},
      {"unknown option", {"--display=:1"}},
      {"toolkit's option", {"--gtk-module=x"}},
      {"a word", {"catalog.xml"}},
      {"empty word", {""}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto parsed = parse_dialog_arguments(row.words);
    CHECK_FALSE(parsed.has_value());
    if (!parsed) CHECK(parsed.error().code == Code::invalid_argument);
  }
}

}  // namespace
}  // namespace tocsin::dialog
