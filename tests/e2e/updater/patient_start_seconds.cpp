// update-patch for tests of whole sessions: two hundred children at once must not be killed because the
// machine is slow. Takes the place of updater/platform/start_seconds.cpp. Tests only.
#include "updater/platform/sessions.h"

namespace tocsin::updater {

const int kStartSeconds = 30;

}  // namespace tocsin::updater
