// What a program needs of its process: the command line and the streams in UTF-8, and an exit code instead of
// an abort.
#pragma once

#include <span>

namespace tocsin {

/// The command line's words, the program's own name first. Call it once, first in main. From then on a
/// program that cannot go on ends with an exit code (end_with_a_code).
///
/// POSIX:   the words as main got them; a write beyond the limit of file sizes is an error, not the end.
/// Windows: the words in UTF-8 (those of main are in the machine's old code page). Standard output and error
///          then take bytes as written, to a file, a pipe, or the console that this program was started from.
[[nodiscard]] std::span<const char* const> start_program(int count, const char* const* words);

/// The exit code of a program that has done its work: `exit`; or that of `io`, with a sentence on standard
/// error, if not all that it printed has left it (a full disk). The last call of main.
[[nodiscard]] int end_program(int exit);

/// From here on, everything that would abort the program (an uncaught exception, no memory where nothing may
/// fail) ends it with a sentence on standard error and the exit code of `internal` instead of a signal.
void end_with_a_code();

/// Whether the program was started with a standard output. A service on Windows has none.
[[nodiscard]] bool has_output();

/// Whether standard error is a terminal, or a console on Windows.
[[nodiscard]] bool is_error_terminal();
/// The same of standard input.
[[nodiscard]] bool is_input_terminal();

}  // namespace tocsin
