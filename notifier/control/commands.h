// messengerctl's commands: each does one, prints its result and returns the program's exit code. Layer:
// notifier/control.
#pragma once

#include "notifier/control/context.h"

namespace tocsin {

int list_command(const Context& context);
/// Asks in a terminal; without one it prints, and decides nothing.
int show_command(const Context& context);
int explain_command(const Context& context);
int history_command(const Context& context);
int receipts_command(const Context& context);
int receipts_test_command(const Context& context);
int receipts_export_command(const Context& context);
/// 20 when a critical notice is unacknowledged for this user; the rejection's exit code when the set is not
/// sound.
int status_command(const Context& context);
int facts_command(const Context& context);
/// 0, or 5 when anything of the release is not as it was signed.
int verify_command(const Context& context);
/// 0 also when receipts were postponed; 7 when another sender is at it.
int send_command(const Context& context);
int licenses_command(const Context& context);

/// Runs one of the above, or says why not: the user's own commands are not for root (6), and policy Disable
/// ends all that reads notices or state (0).
int run_command(const CommandLine& line);

}  // namespace tocsin
