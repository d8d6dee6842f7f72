// messengerctl's command line: what each line means and which are refused.
#include "notifier/control/command_line.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace tocsin::control {
namespace {

using Words = std::vector<const char*>;

struct Accepted {
  std::string_view name;
  Words words;
  Command command;
  std::string_view root, id;
  bool all, json;
};

const std::vector<Accepted> kAccepted = {
    {"list", {"list"}, Command::list, "", "", false, false},
    {"list all as JSON", {"list", "--all", "--json"}, Command::list, "", "", true, true},
    {"root before the command", {"--root", "/img", "list"}, Command::list, "/img", "", false, false},
    {"root after the command", {"list", "--root=/img"}, Command::list, "/img", "", false, false},
    {"show", {"show"}, Command::show, "", "", false, false},
    {"show one, plainly", {"show", "--plain", "x"}, Command::show, "", "x", false, false},
    {"history", {"history"}, Command::history, "", "", false, false},
    {"history as JSON", {"history", "--json"}, Command::history, "", "", false, true},
    {"explain all", {"explain"}, Command::explain, "", "", false, false},
    {"explain one", {"explain", "av95-retirement"}, Command::explain, "", "av95-retirement", false, false},
    {"explain one as JSON", {"explain", "--json", "x"}, Command::explain, "", "x", false, true},
    {"receipts", {"receipts"}, Command::receipts, "", "", false, false},
    {"receipts as JSON", {"receipts", "--json"}, Command::receipts, "", "", false, true},
    {"receipts test", {"receipts", "test"}, Command::receipts_test, "", "", false, false},
    {"receipts test as JSON", {"receipts", "test", "--json"}, Command::receipts_test, "", "", false, true},
    {"receipts JSON before test",
     {"receipts", "--json", "test"},
     Command::receipts_test,
     "",
     "",
     false,
     true},
    {"receipts export", {"receipts", "export"}, Command::receipts_export, "", "", false, false},
    {"root behind the inner command",
     {"receipts", "export", "--root", "/img"},
     Command::receipts_export,
     "/img",
     "",
     false,
     false},
    {"status", {"status", "--json"}, Command::status, "", "", false, true},
    {"facts", {"facts"}, Command::facts, "", "", false, false},
    {"verify", {"verify"}, Command::verify, "", "", false, false},
    {"send, as the gate starts it", {"--root", "/img", "send"}, Command::send, "/img", "", false, false},
    {"licenses", {"licenses"}, Command::licenses, "", "", false, false},
};

struct Ended {
  std::string_view name;
  Words words;
  int exit_code;
};

const std::vector<Ended> kRefused = {
    {"nothing", {}, 2},
    {"unknown command", {"install"}, 2},
    {"command in another case", {"LIST"}, 2},
    {"two commands", {"list", "status"}, 2},
    {"option of another command", {"status", "--all"}, 2},
    {"unknown option", {"list", "--quiet"}, 2},
    {"flag with a value that is none", {"list", "--json=maybe"}, 2},
    {"root without a folder", {"list", "--root"}, 2},
    {"word too many", {"list", "av95-retirement"}, 2},
    {"two ids", {"explain", "a", "b"}, 2},
    {"unknown receipts command", {"receipts", "drop"}, 2},
    {"two receipts commands", {"receipts", "test", "export"}, 2},
    {"JSON where there is none", {"send", "--json"}, 2},
    {"JSON of licences", {"licenses", "--json"}, 2},
    {"a switch that would change what is proven", {"list", "--insecure"}, 2},
    {"a key", {"verify", "--root-key", "x"}, 2},
    {"a time", {"list", "--at", "2026-11-22T00:00:00Z"}, 2},
};

}  // namespace

TEST_CASE("command lines that mean something") {
  for (const auto& row : kAccepted) {
    CAPTURE(row.name);
    const auto parsed = parse_command_line(row.words, brand());
    const auto* line = std::get_if<CommandLine>(&parsed);
    CHECK(line != nullptr);
    if (line == nullptr) continue;
    CHECK(line->command == row.command);
    CHECK(line->root == row.root);
    CHECK(line->id == row.id);
    CHECK(line->all == row.all);
    CHECK(line->json == row.json);
  }
}

TEST_CASE("command lines that are refused, on standard error") {
  for (const auto& row : kRefused) {
    CAPTURE(row.name);
    const auto parsed = parse_command_line(row.words, brand());
    const auto* end = std::get_if<EarlyEnd>(&parsed);
    CHECK(end != nullptr);
    if (end == nullptr) continue;
    CHECK(end->exit_code == row.exit_code);
    CHECK(end->output.empty());
    CHECK(!end->error.empty());
  }
}

TEST_CASE("help and version are results") {
  for (const char* word : {"--help", "-h", "--version"}) {
    CAPTURE(std::string_view(word));
    const auto parsed = parse_command_line(Words{word}, brand());
    const auto* end = std::get_if<EarlyEnd>(&parsed);
    CHECK(end != nullptr);
    if (end == nullptr) continue;
    CHECK(end->exit_code == 0);
    CHECK(!end->output.empty());
    CHECK(end->error.empty());
  }
}

TEST_CASE("the version names libraries and published keys") {
  const std::string text = version_text(brand());
  for (const std::string_view part :
       {"pugixml 1", "SQLite 3", "OpenSSL 3", "libcurl ", "CLI11 ", "TEST KEYS"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  Brand sober = brand();
  sober.test_keys = false;
  CHECK(version_text(sober).find("TEST KEYS") == std::string::npos);
}

}  // namespace tocsin::control
