// update-patch for tests of whole sessions: two hundred children at once must not be killed because the
// machine is slow. Takes the place of updater/platform/posix/child_seconds.cpp. Tests only.
#include "updater/platform/posix/child.h"

namespace tocsin {

const int kChildSeconds = 30;

}  // namespace tocsin
