// Keys and clicks in the first moments of a window are ignored.
#include "notifier/dialog/click_guard.h"

#include <doctest/doctest.h>

#include <string_view>

namespace tocsin::dialog {
namespace {

using std::chrono::milliseconds;

/// A clock that the test sets, and a guard that reads it.
struct ManualClock {
  ClickGuard::Clock::time_point now{};
  void set(int ms) { now = ClickGuard::Clock::time_point(milliseconds(ms)); }
  [[nodiscard]] ClickGuard guard() {
    return ClickGuard([this] { return now; });
  }
};

TEST_CASE("the guard opens 1.5 s after mapping, each time anew") {
  ManualClock clock;
  ClickGuard guard = clock.guard();
  clock.set(100'000);
  CHECK_FALSE(guard.lets_through());
  clock.set(0);
  guard.mapped();
  struct Row {
    std::string_view name;
    int ms;
    bool open;
  };
  const Row rows[] = {
      {"at once", 0, false}, {"just before", 1499, false}, {"then", 1500, true}, {"later", 60000, true}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    clock.set(row.ms);
    CHECK(guard.lets_through() == row.open);
  }
  clock.set(5000);
  guard.mapped();
  clock.set(6499);
  CHECK_FALSE(guard.lets_through());
  clock.set(6500);
  CHECK(guard.lets_through());
}

TEST_CASE("the second click of a double click is not for the next notice") {
  ManualClock clock;
  ClickGuard guard = clock.guard();
  guard.mapped();
  clock.set(1499);
  CHECK_FALSE(guard.lets_click_through());
  clock.set(2000);
  CHECK(guard.lets_click_through());
  guard.decided();
  clock.set(2599);
  CHECK_FALSE(guard.lets_click_through());
  CHECK(guard.lets_through());
  clock.set(2600);
  CHECK(guard.lets_click_through());
}

}  // namespace
}  // namespace tocsin::dialog
