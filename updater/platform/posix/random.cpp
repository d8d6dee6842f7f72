// getrandom(2). Layer: updater/platform, POSIX only.
#include "updater/platform/random.h"

#include <sys/random.h>

#include <cerrno>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {

// At most 256 bytes come whole, whatever signals do.
Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(count)) return bytes;
  return system_failure(errno, "random.bytes", "getrandom");
}

}  // namespace tocsin
