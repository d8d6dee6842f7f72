// The wall clock. Layer: platform.
#include "schema/platform/clock.h"

#include <chrono>

namespace tocsin {

Instant system_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::floor<std::chrono::seconds>(since_epoch).count()};
}

}  // namespace tocsin
