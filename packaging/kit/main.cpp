// tocsin, the author's kit.
#include <exception>
#include <iostream>

#include "packaging/kit/commands.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

int main(int argc, char** argv) {
  const auto words = tocsin::start_program(argc, argv);
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::kit::report(ready.error());
  try {
    return tocsin::kit::run_kit(static_cast<int>(words.size()), words.data());
  } catch (const std::exception& stop) {
    return tocsin::kit::report(
        {.code = tocsin::Code::internal, .operation = "kit.run", .detail = stop.what()});
  }
}
