// Program start on POSIX: the limit of file sizes, and the terminal.
#include "schema/platform/program_start.h"

#include <unistd.h>

#include <csignal>

namespace tocsin {

std::span<const char* const> start_program(int count, const char* const* words) {
  end_with_a_code();
  // With a handler for SIGXFSZ the write fails with an error that is reported. Unlike an ignored signal, a
  // handler is not inherited by other programs.
  std::signal(SIGXFSZ, [](int) {});
  return {words, static_cast<std::size_t>(count)};
}

bool has_output() {
  return true;
}

bool is_error_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

bool is_input_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

}  // namespace tocsin
