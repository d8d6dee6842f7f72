// Which files of `handled/` count on Windows.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "tests/notifier/record/scratch_folder.h"

namespace tocsin {
namespace {

const Instant kNow = instant_at(1'796'000'000);

struct Handled {
  tests::ScratchFolder scratch;
  std::string machine = scratch.file("m");

  Handled() { std::filesystem::create_directories(machine + "/handled"); }
  [[nodiscard]] std::string path(const std::string& name) const { return machine + "/handled/" + name; }
};

TEST_CASE("a mark that is left is read back, and leaving it again is as good") {
  const Handled handled;
  REQUIRE(leave_mark(handled.machine, "av9.5", 3, kNow).has_value());
  REQUIRE(leave_mark(handled.machine, "av9.5", 3, kNow + Duration(60)).has_value());
  const auto marks = read_marks(handled.machine).marks;
  REQUIRE(marks.size() == 1);
  CHECK(marks[0].message == "av9.5");
  CHECK(marks[0].revision == 3);
  CHECK(marks[0].owner == user_id());
  CHECK(marks[0].when == kNow + Duration(60));
  CHECK(std::filesystem::file_size(handled.path(mark_name("av9.5", 3, user_id()))) == 0);
}

TEST_CASE("what is not an owner's own plain file does not count") {
  const Handled handled;
  tests::spill(handled.path("n.other.1.S-1-5-21-1-2-3-4242"), "");
  tests::spill(handled.path("n.odd.01." + user_id()), "");
  tests::spill(handled.path("readme.txt"), "");
  std::filesystem::create_directory(handled.path("n.folder.1." + user_id()));
  REQUIRE(leave_mark(handled.machine, "linked", 1, kNow).has_value());
  std::filesystem::create_hard_link(handled.path(mark_name("linked", 1, user_id())), handled.path("second"));
  CHECK(read_marks(handled.machine).marks.empty());
}

TEST_CASE("a folder that is not there") {
  const tests::ScratchFolder scratch;
  CHECK(read_marks(scratch.file("none")).marks.empty());
  CHECK(!read_marks(scratch.file("none")).unread);
  CHECK(!leave_mark(scratch.file("none"), "m", 1, kNow).has_value());
}

}  // namespace
}  // namespace tocsin
