// The end of a program that cannot go on: no memory, or a fault of its own. Layer: platform.
#pragma once

namespace tocsin {

/// From here on whatever would abort the program (an exception nobody catches, memory that is not to be had
/// where nothing may fail) ends it with a sentence on standard error and the exit code of `internal`, not
/// with a signal.
void end_with_a_code();

}  // namespace tocsin
