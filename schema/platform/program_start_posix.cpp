// Layer: platform, POSIX only.
#include "schema/platform/program_start.h"

namespace tocsin {

std::span<const char* const> start_program(int count, const char* const* words) {
  return {words, static_cast<std::size_t>(count)};
}

}  // namespace tocsin
