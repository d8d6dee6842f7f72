// tocsin, the author's kit. Layer: packaging/kit.
#include <exception>
#include <iostream>

#include "packaging/kit/commands.h"
#include "schema/trust/digest.h"

int main(int argc, char** argv) {
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::report(ready.error());
  try {
    return tocsin::run_kit(argc, argv);
  } catch (const std::exception& stop) {
    return tocsin::report({tocsin::Code::internal, "kit.run", stop.what(), {}, 0, 0});
  }
}
