// Layer: platform, POSIX only.
#include "schema/platform/program_start.h"

#include <csignal>

#include "schema/platform/last_resort.h"

namespace tocsin {

std::span<const char* const> start_program(int count, const char* const* words) {
  end_with_a_code();
  // A file that may not grow any further is then an error of the write, which the reader is told; unlike an
  // ignored signal a handler is not passed on to other programs.
  std::signal(SIGXFSZ, [](int) {});
  return {words, static_cast<std::size_t>(count)};
}

}  // namespace tocsin
