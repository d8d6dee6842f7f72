// The process's environment, for tests.
#pragma once

namespace tocsin {

/// nullptr: the variable is not set afterwards.
void set_variable(const char* name, const char* value);

}  // namespace tocsin
