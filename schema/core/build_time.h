// When this program was built, as far as its sources tell: a lower bound of "now" that no clock can take
// back.
#pragma once

#include "schema/core/instant.h"

namespace tocsin {

/// SOURCE_DATE_EPOCH of the build, else the time of the commit that was built. The same sources give the same
/// value.
[[nodiscard]] Instant build_time();

}  // namespace tocsin
