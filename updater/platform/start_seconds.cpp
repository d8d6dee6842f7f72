// A file of its own, so that a test program can define the number in its place when it is linked.
#include "updater/platform/sessions.h"

namespace tocsin::updater {

const int kStartSeconds = 5;

}  // namespace tocsin::updater
