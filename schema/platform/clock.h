// The wall clock.
#pragma once

#include <chrono>

#include "schema/core/instant.h"

namespace tocsin {

[[nodiscard]] inline Instant system_now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace tocsin
