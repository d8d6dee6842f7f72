// What a program must do before anything else to speak UTF-8 on this system. Layer: platform.
#pragma once

#include <span>

namespace tocsin {

/// The command line's words, the program's own first; called once, first thing in main. From then on a
/// program that cannot go on ends with a code (last_resort.h). POSIX: as main got them; a write beyond the
/// limit of file sizes is an error, not the end. Windows: as UTF-8 (main's are in the machine's old code
/// page); standard output and error then are bytes as written, to a file, a pipe, or the console this program
/// was started from, if any.
[[nodiscard]] std::span<const char* const> start_program(int count, const char* const* words);

}  // namespace tocsin
