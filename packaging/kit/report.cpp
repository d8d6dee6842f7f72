// Where every command of the kit tells of its failure.
// Layer: packaging/kit.
#include <iostream>

#include "packaging/kit/commands.h"

namespace tocsin {

int report(const Error& error) {
  std::cerr << "tocsin: " << describe(error) << '\n';
  return exit_code(error.code);
}

}  // namespace tocsin
