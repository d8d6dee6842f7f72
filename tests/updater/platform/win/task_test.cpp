// Programs of the system folder are run to their end and their output is read; others are not found.
#include "updater/platform/win/task.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"

namespace tocsin::updater {
namespace {

TEST_CASE("status and output") {
  const auto there = run_system_program("reg.exe", {"query", "HKLM\\SOFTWARE\\Microsoft", "/ve"});
  REQUIRE(there.has_value());
  CHECK(there->status == 0);
  CHECK(there->output.find("SOFTWARE\\Microsoft") != std::string::npos);
  const auto missing = run_system_program("reg.exe", {"query", "HKLM\\SOFTWARE\\tocsin no such key"});
  REQUIRE(missing.has_value());
  CHECK(missing->status == 1);
}

TEST_CASE("what is not there cannot be asked") {
  const auto none = run_system_program("tocsin-no-such-program.exe", {});
  REQUIRE(!none.has_value());
  CHECK(none.error().code == Code::unavailable);
}

// Wine's scheduler accepts a task and shows none, so this only checks that it accepts ours.
TEST_CASE("a task goes through a file that is gone afterwards") {
  const Scratch scratch;
  const auto state = GuardedFolder::open(scratch.path(), "/");
  REQUIRE(state.has_value());
  const Task task = {"C:\\Program Files\\x.exe", "S-1-5-32-544", "a task"};
  CHECK(register_task("\\tocsin-test", task, *state).has_value());
  CHECK(scratch.names().empty());
  CHECK(remove_task("\\tocsin-test").has_value());
  CHECK(remove_task("\\tocsin-no-such-task").has_value());
}

}  // namespace
}  // namespace tocsin::updater
