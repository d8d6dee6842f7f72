// What stands in the record's place: the gate's view opens nothing but a lone regular file, and waits for
// nobody.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "notifier/record/state_reader.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

TEST_CASE("a fifo, a link or a second name in its place is an error, without a wait") {
  namespace fs = std::filesystem;
  struct Row {
    std::string_view name;
    void (*plant)(const std::string& path, const std::string& other);
    std::string_view rule;
  };
  const Row rows[] = {
      {"fifo", [](const std::string& path, const std::string&) { ::mkfifo(path.c_str(), 0600); }, "KIND"},
      {"link", [](const std::string& path, const std::string& other) { fs::create_symlink(other, path); },
       "KIND"},
      {"dangling link",
       [](const std::string& path, const std::string&) { fs::create_symlink("/nowhere/x", path); }, "KIND"},
      {"second name",
       [](const std::string& path, const std::string& other) { fs::create_hard_link(other, path); }, "LINKS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    spill(scratch.file("other"), "untouched");
    row.plant(scratch.db(), scratch.file("other"));
    const auto state = read_gate_state(scratch.db());
    CHECK_FALSE(state.has_value());
    if (!state) CHECK(state.error().code == Code::io);
    if (!state) CHECK(state.error().rule == row.rule);
    CHECK(slurp(scratch.file("other")) == "untouched");
  }
}
