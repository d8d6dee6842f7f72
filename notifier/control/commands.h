// messengerctl's commands and what they share: the command line, places, policy, and the session on this
// machine. Each command prints its result and returns the program's exit code; an error is reported once, in
// main.cpp.
#pragma once

#include <memory>
#include <vector>

#include "notifier/control/command_line.h"
#include "notifier/session/session.h"

namespace tocsin::control {

struct Context {
  CommandLine line;
  Places places;
  Policy policy;
  bool privileged = false;  // root or a service: no user's state or policy is read
};

/// Reads the policy, nothing else.
[[nodiscard]] Context make_context(const CommandLine& line);

/// The session of the proven set; faults that do not stop it go to standard error. Nothing of the user's
/// record is read for a privileged caller. Errors: those of open_session.
[[nodiscard]] Result<std::unique_ptr<Session>> open_session(const Context& context,
                                                            RecordUse use = RecordUse::read);
[[nodiscard]] std::unique_ptr<Session> session_of(const Context& context, InstalledSet set);

/// Every message of the catalog, explained to this user: for `list` and `explain`.
[[nodiscard]] std::vector<ExplainedMessage> explained_here(Session& here);

/// With --machine: 20 while a critical notice is open.
[[nodiscard]] Result<int> list_command(const Context& context);
/// Asks in a terminal; without one it prints, and decides nothing.
[[nodiscard]] Result<int> show_command(const Context& context);
[[nodiscard]] Result<int> explain_command(const Context& context);
[[nodiscard]] Result<int> history_command(const Context& context);
[[nodiscard]] Result<int> receipts_command(const Context& context);
[[nodiscard]] Result<int> receipts_test_command(const Context& context);
[[nodiscard]] Result<int> receipts_export_command(const Context& context);
/// 20 when a critical notice is unacknowledged for this user; the rejection's exit code when the set is not
/// sound.
[[nodiscard]] Result<int> status_command(const Context& context);
[[nodiscard]] Result<int> facts_command(const Context& context);
/// 0, or 5 when a file of the release is not as it was signed.
[[nodiscard]] Result<int> verify_command(const Context& context);
/// Reports in the log: the gate and the dialog start it. 0 also when receipts were postponed, 7 when another
/// sender is at work.
[[nodiscard]] Result<int> send_command(const Context& context);

}  // namespace tocsin::control
