// Nothing decides in the first moments.
#include "notifier/dialog/click_guard.h"

#include <doctest/doctest.h>

#include <string_view>

namespace tocsin {
namespace {

using std::chrono::milliseconds;

TEST_CASE("the guard opens 1.5 s after mapping, each time anew") {
  const ClickGuard::Clock::time_point start{};
  ClickGuard guard;
  CHECK_FALSE(guard.lets_through(start + milliseconds(100000)));
  guard.mapped(start);
  struct Row {
    std::string_view name;
    int ms;
    bool open;
  };
  const Row rows[] = {
      {"at once", 0, false}, {"just before", 1499, false}, {"then", 1500, true}, {"later", 60000, true}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(guard.lets_through(start + milliseconds(row.ms)) == row.open);
  }
  guard.mapped(start + milliseconds(5000));
  CHECK_FALSE(guard.lets_through(start + milliseconds(6499)));
  CHECK(guard.lets_through(start + milliseconds(6500)));
}

TEST_CASE("the second click of a double click is not for the next notice") {
  const ClickGuard::Clock::time_point start{};
  ClickGuard guard;
  guard.mapped(start);
  CHECK_FALSE(guard.lets_click_through(start + milliseconds(1499)));
  CHECK(guard.lets_click_through(start + milliseconds(2000)));
  guard.decided(start + milliseconds(2000));
  CHECK_FALSE(guard.lets_click_through(start + milliseconds(2599)));
  CHECK(guard.lets_through(start + milliseconds(2001)));
  CHECK(guard.lets_click_through(start + milliseconds(2600)));
}

}  // namespace
}  // namespace tocsin
