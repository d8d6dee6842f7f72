// The progress line of a long command.
#include "packaging/kit/progress.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace tocsin;
using namespace tocsin::kit;
using namespace std::chrono_literals;

namespace {

/// A clock that the test moves.
struct ManualClock {
  std::chrono::steady_clock::time_point now{};
  Progress::Clock reader() {
    return [this] { return now; };
  }
};

}  // namespace

TEST_CASE("progress: nothing in the first second, then four times a second, and wiped at the end") {
  std::ostringstream out;
  ManualClock clock;
  {
    Progress progress(out, true, clock.reader());
    progress.count_line("a.ndjson");
    clock.now += 999ms;
    progress.count_line("a.ndjson");
    CHECK(out.str().empty());
    clock.now += 1ms;
    progress.count_line("a.ndjson");
    CHECK(out.str() == "\r3 lines read, in a.ndjson");
    clock.now += 249ms;
    progress.count_line("a.ndjson");
    CHECK(out.str() == "\r3 lines read, in a.ndjson");
    out.str("");
    clock.now += 1ms;
    progress.count_line("b");
    CHECK(out.str() == "\r5 lines read, in b       ");  // covers the longer line before it
    out.str("");
  }
  CHECK(out.str() == "\r" + std::string(18, ' ') + "\r");
}

TEST_CASE("progress: wiped for another line, and written again after it") {
  std::ostringstream out;
  ManualClock clock;
  Progress progress(out, true, clock.reader());
  progress.wipe();
  CHECK(out.str().empty());
  clock.now += 2s;
  progress.count_line("a");
  progress.wipe();
  out.str("");
  progress.wipe();
  CHECK(out.str().empty());
  clock.now += 250ms;
  progress.count_line("a");
  CHECK(out.str() == "\r2 lines read, in a");
}

TEST_CASE("progress: a file's name cannot move the cursor, nor break the line") {
  std::ostringstream out;
  ManualClock clock;
  Progress progress(out, true, clock.reader());
  clock.now += 2s;
  progress.count_line("a\x1b[2J\n" + std::string(200, 'b'));
  CHECK(out.str().find('\x1b') == std::string::npos);
  CHECK(out.str().find('\n') == std::string::npos);
  CHECK(out.str().size() < 80);
}

TEST_CASE("progress: nothing if the stream is no terminal") {
  std::ostringstream out;
  ManualClock clock;
  {
    Progress progress(out, false, clock.reader());
    clock.now += 1h;
    progress.count_line("a");
  }
  CHECK(out.str().empty());
}
