// Which files of `handled/` count, and that a hostile folder counts for nothing.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "tests/notifier/record/scratch_folder.h"

namespace tocsin {
namespace {

const std::string kOwn = std::to_string(::getuid());
const Instant kNow = instant_at(1'796'000'000);

struct Handled {
  tests::ScratchFolder scratch;
  std::string machine = scratch.file("");

  Handled() {
    machine.pop_back();
    REQUIRE(::mkdir(path("").c_str(), 0700) == 0);
    REQUIRE(::chmod(path("").c_str(), 03775) == 0);
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return machine + "/handled" + (name.empty() ? "" : "/" + name);
  }
  void plant(const std::string& name) const { tests::spill(path(name), ""); }
  [[nodiscard]] std::size_t count() const {
    const FoundMarks found = read_marks(machine);
    CHECK(!found.unread);
    return found.marks.size();
  }
};

TEST_CASE("a mark that is left is read back, with its owner and time") {
  const Handled handled;
  REQUIRE(leave_mark(handled.machine, "av9.5", 3, kNow));
  const auto marks = read_marks(handled.machine).marks;
  REQUIRE(marks.size() == 1);
  CHECK(marks[0].message == "av9.5");
  CHECK(marks[0].revision == 3);
  CHECK(marks[0].owner == kOwn);
  struct stat about = {};
  REQUIRE(::stat(handled.path(mark_name("av9.5", 3, kOwn)).c_str(), &about) == 0);
  CHECK(about.st_size == 0);
  CHECK(seconds_of(marks[0].when) == about.st_mtim.tv_sec);
  CHECK(marks[0].when == kNow);
  // Again, after the notice has come back: there is one mark, and it is of today.
  CHECK(leave_mark(handled.machine, "av9.5", 3, kNow + Duration(86'400)));
  CHECK(handled.count() == 1);
  CHECK(read_marks(handled.machine).marks[0].when == kNow + Duration(86'400));
}

TEST_CASE("what is not an owner's own plain file does not count") {
  const Handled handled;
  handled.plant("n.other.1.4242");      // says another than who made it
  handled.plant("n.linked.1." + kOwn);  // has a second name
  REQUIRE(::link(handled.path("n.linked.1." + kOwn).c_str(), handled.path("again").c_str()) == 0);
  handled.plant("canary");
  REQUIRE(::symlink("canary", handled.path("n.link.1." + kOwn).c_str()) == 0);
  REQUIRE(::symlink("/etc/passwd", handled.path("n.away.1.0").c_str()) == 0);
  REQUIRE(::mkfifo(handled.path("n.fifo.1." + kOwn).c_str(), 0666) == 0);
  REQUIRE(::mkdir(handled.path("n.folder.1." + kOwn).c_str(), 0777) == 0);
  handled.plant("n.a.01." + kOwn);
  handled.plant("readme.txt");
  CHECK(handled.count() == 0);
  handled.plant("n.good.1." + kOwn);
  CHECK(handled.count() == 1);
}

TEST_CASE("a link in a mark's place is not written through, and is not replaced") {
  const Handled handled;
  tests::spill(handled.path("canary"), "canary");
  REQUIRE(::symlink("canary", handled.path(mark_name("m", 1, kOwn)).c_str()) == 0);
  CHECK(leave_mark(handled.machine, "m", 1, kNow));  // there is something; in doubt the notice is shown again
  CHECK(tests::slurp(handled.path("canary")) == "canary");
  CHECK(handled.count() == 0);
}

TEST_CASE("a folder that others could have arranged counts for nothing") {
  struct Row {
    std::string_view name;
    mode_t mode;
    bool counts;
  };
  const Row rows[] = {{"as it is installed", 03775, true},
                      {"not sticky: members could remove each other's", 02775, false},
                      {"anybody may add", 03777, false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Handled handled;
    handled.plant("n.m.1." + kOwn);
    REQUIRE(::chmod(handled.path("").c_str(), row.mode) == 0);
    CHECK(handled.count() == (row.counts ? 1 : 0));
    CHECK(leave_mark(handled.machine, "n", 1, kNow).has_value() == row.counts);
  }
}

TEST_CASE("a folder that is not there, or is something else") {
  const tests::ScratchFolder scratch;
  const std::string machine = scratch.file("m");
  const auto counts_nothing = [&machine] {
    const FoundMarks found = read_marks(machine);
    return found.marks.empty() && !found.unread;
  };
  CHECK(counts_nothing());
  CHECK(leave_mark(machine, "m", 1, kNow).error().code == Code::not_found);
  REQUIRE(::mkdir(machine.c_str(), 0700) == 0);
  tests::spill(machine + "/handled", "");
  CHECK(counts_nothing());
  CHECK(!leave_mark(machine, "m", 1, kNow));
  REQUIRE(::unlink((machine + "/handled").c_str()) == 0);
  const Handled elsewhere;
  elsewhere.plant("n.m.1." + kOwn);
  REQUIRE(::symlink(elsewhere.path("").c_str(), (machine + "/handled").c_str()) == 0);
  CHECK(counts_nothing());
  CHECK(!leave_mark(machine, "m", 1, kNow));
  CHECK(elsewhere.count() == 1);
}

TEST_CASE("a filled folder is looked at up to a bound") {
  const Handled handled;
  for (std::size_t k = 0; k < kMostMarks + 50; ++k) handled.plant("n.m" + std::to_string(k) + ".1." + kOwn);
  const FoundMarks found = read_marks(handled.machine);
  CHECK(found.marks.size() <= kMostMarks);
  CHECK(found.marks.size() >= kMostMarks - 2);  // "." and ".." are entries, too
  REQUIRE(found.unread);
  CHECK(found.unread->code == Code::too_large);
}

}  // namespace
}  // namespace tocsin
