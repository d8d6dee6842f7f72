// setenv(3).
#include <cstdlib>

#include "tests/support/environment.h"

namespace tocsin {

void set_variable(const char* name, const char* value) {
  if (value == nullptr) {
    ::unsetenv(name);
  } else {
    ::setenv(name, value, 1);
  }
}

}  // namespace tocsin
