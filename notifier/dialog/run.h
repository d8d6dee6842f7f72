// The dialog from its first check to its last act. Layer: notifier/dialog.
#pragma once

#include "notifier/dialog/arguments.h"

namespace tocsin {

/// The program's exit code; on POSIX it may not return, having become the sender or the live gate.
[[nodiscard]] int run_dialog(const DialogArguments& arguments);

}  // namespace tocsin
