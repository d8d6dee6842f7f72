// The end of a program: of one whose output is complete or not, and of one that cannot go on. The latter
// allocates no memory: there may be none left.
#include "schema/platform/program_start.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "schema/core/result.h"

namespace tocsin {
namespace {

void report_what_was_thrown() {
  const std::exception_ptr thrown = std::current_exception();
  if (thrown == nullptr) return;
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& trouble) {
    std::fputs(trouble.what(), stderr);
  } catch (...) {
    std::fputs("unknown", stderr);
  }
}

[[noreturn]] void end() {
  std::fputs("internal: the program cannot go on: ", stderr);
  report_what_was_thrown();
  std::fputs("\n", stderr);
  std::_Exit(exit_code(Code::internal));
}

}  // namespace

int end_program(int exit) {
  errno = 0;
  const bool is_flushed = std::fflush(stdout) == 0;
  const int number = errno;
  if (!has_output() || (is_flushed && std::ferror(stdout) == 0)) return exit;
  const std::string line = describe({.code = Code::io,
                                     .operation = "output.write",
                                     .detail = "standard output: not everything could be written",
                                     .system = number}) +
                           "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
  return exit_code(Code::io);
}

void end_with_a_code() {
  std::set_terminate(end);
}

}  // namespace tocsin
