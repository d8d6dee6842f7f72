// tocsin, the author's kit.
#include <exception>
#include <span>

#include "packaging/kit/commands.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

namespace {

int run(std::span<const char* const> words) {
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::report(ready.error());
  try {
    return tocsin::run_kit(static_cast<int>(words.size()), words.data());
  } catch (const std::exception& stop) {
    return tocsin::report({.code = tocsin::Code::internal, .operation = "kit.run", .detail = stop.what()});
  }
}

}  // namespace

int main(int argc, char** argv) {
  return tocsin::end_program(run(tocsin::start_program(argc, argv)));
}
