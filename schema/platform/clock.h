// The wall clock.
#pragma once

#include <chrono>

#include "schema/core/instant.h"

namespace tocsin {

[[nodiscard]] inline Instant system_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::floor<std::chrono::seconds>(since_epoch).count()};
}

}  // namespace tocsin
