// tocsin-preview, the author's pictures. Layer: packaging/preview.
#include <exception>

#include "packaging/kit/commands.h"
#include "packaging/preview/options.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

int main(int argc, char** argv) {
  const auto words = tocsin::start_program(argc, argv);
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::report(ready.error());
  try {
    return tocsin::run_preview(static_cast<int>(words.size()), words.data());
  } catch (const std::exception& stop) {
    return tocsin::report({tocsin::Code::internal, "preview.run", stop.what(), {}, 0, 0});
  }
}
