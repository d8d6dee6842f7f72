// The end of a program that cannot go on. It allocates no memory: there may be none left.
#include "schema/platform/program_start.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

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

void end_with_a_code() {
  std::set_terminate(end);
}

}  // namespace tocsin
