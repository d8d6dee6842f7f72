// The dialog from its arguments to its last step.
#pragma once

#include <span>
#include <string>

#include "schema/core/result.h"

namespace tocsin::dialog {

struct DialogArguments {
  std::string root;  // --root; empty: the machine itself
  bool scheduled = false;
  bool help = false;
  bool version = false;
};

/// Accepts --root DIR, --root=DIR, --scheduled, --help, -h and --version, without a library.
///
/// Shape:  `arguments` without the program's name.
/// Errors: invalid_argument, with the argument in `detail`.
[[nodiscard]] Result<DialogArguments> parse_dialog_arguments(std::span<const char* const> arguments);

/// The program's exit code. On POSIX it may not return: the process becomes the sender or the live gate.
[[nodiscard]] int run_dialog(const DialogArguments& arguments);

}  // namespace tocsin::dialog
