// The wall clock.
#include "schema/platform/clock.h"

#include <doctest/doctest.h>

#include <ctime>

using namespace tocsin;

TEST_CASE("system_now lies between two other readings of the clock") {
  const std::time_t before = std::time(nullptr);
  const Instant now = system_now();
  CHECK(seconds_of(now) + 1 >= before);
  CHECK(seconds_of(now) <= std::time(nullptr) + 1);
}
