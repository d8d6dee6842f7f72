// See posix/child.h. A file of its own, so that a program may bring its own number. Layer: updater/platform,
// POSIX only.
#include "updater/platform/posix/child.h"

namespace tocsin {

const int kChildSeconds = 5;

}  // namespace tocsin
