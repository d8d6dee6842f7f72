// The gate's arguments: what is taken and what is refused.
#include "notifier/gate/arguments.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace tocsin::gate {
namespace {

struct Accepted {
  std::string_view name;
  std::vector<const char*> words;
  std::string_view root;
  bool scheduled, help, version;
};

const std::vector<Accepted> kAccepted = {
    {"nothing", {}, "", false, false, false},
    {"root apart", {"--root", "/img"}, "/img", false, false, false},
    {"root joined", {"--root=/img"}, "/img", false, false, false},
    {"root with an equals sign in it", {"--root=/a=b"}, "/a=b", false, false, false},
    {"root that looks like an option", {"--root", "--scheduled"}, "--scheduled", false, false, false},
    {"the last root counts", {"--root", "/a", "--root=/b"}, "/b", false, false, false},
    {"scheduled", {"--scheduled"}, "", true, false, false},
    {"both", {"--scheduled", "--root", "/img"}, "/img", true, false, false},
    {"help", {"--help"}, "", false, true, false},
    {"short help", {"-h"}, "", false, true, false},
    {"version", {"--version"}, "", false, false, true},
};

struct Refused {
  std::string_view name;
  std::vector<const char*> words;
};

const std::vector<Refused> kRefused = {
    {"unknown option", {"--verbose"}},
    {"short unknown option", {"-x"}},
    {"a word", {"show"}},
    {"empty word", {""}},
    {"root without a folder", {"--root"}},
    {"root with an empty folder", {"--root", ""}},
    {"root joined to nothing", {"--root="}},
    {"prefix of an option", {"--sched"}},
    {"option with a value it does not take", {"--scheduled=1"}},
    {"option with a tail", {"--rooted", "/img"}},
    {"end of options", {"--"}},
    {"case", {"--ROOT", "/img"}},
    {"good then bad", {"--scheduled", "--now"}},
};

}  // namespace

TEST_CASE("gate arguments are accepted") {
  for (const auto& row : kAccepted) {
    CAPTURE(row.name);
    const auto found = parse_gate_arguments(row.words);
    CHECK(found.has_value());
    if (!found) continue;
    CHECK(found->root == row.root);
    CHECK(found->scheduled == row.scheduled);
    CHECK(found->help == row.help);
    CHECK(found->version == row.version);
  }
}

TEST_CASE("gate arguments are refused") {
  for (const auto& row : kRefused) {
    CAPTURE(row.name);
    const auto found = parse_gate_arguments(row.words);
    CHECK(!found.has_value());
    if (!found) CHECK(found.error().code == Code::invalid_argument);
  }
}

}  // namespace tocsin::gate
