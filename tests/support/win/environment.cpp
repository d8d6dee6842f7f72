// Both the system's environment and the C library's copy of it.
#include <cstdlib>

#include "tests/support/environment.h"

namespace tocsin {

void set_variable(const char* name, const char* value) {
  ::_putenv_s(name, value == nullptr ? "" : value);
}

}  // namespace tocsin
