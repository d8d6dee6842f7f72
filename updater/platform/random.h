// Random bytes from the system. Layer: updater/platform.
#pragma once

#include <cstddef>
#include <string>

#include "schema/core/result.h"

namespace tocsin {
[[nodiscard]] Result<std::string> random_bytes(std::size_t count);
}  // namespace tocsin
