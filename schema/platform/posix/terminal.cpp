// See terminal.h. Layer: platform, POSIX only.
#include "schema/platform/terminal.h"

#include <unistd.h>

namespace tocsin {

bool is_error_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

}  // namespace tocsin
