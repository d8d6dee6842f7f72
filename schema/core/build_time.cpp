#include "schema/core/build_time.h"

namespace tocsin {

// TOCSIN_BUILD_TIME, in Unix seconds, is defined for this file alone (CMakeLists.txt).
Instant build_time() {
  return instant_at(TOCSIN_BUILD_TIME);
}

}  // namespace tocsin
