// The wall clock. Layer: platform.
#pragma once

#include "schema/core/instant.h"

namespace tocsin {
[[nodiscard]] Instant system_now();
}  // namespace tocsin
