// What starts the notifier (at logon, daily, in a terminal), and how its command is found. Every run compares
// each trigger and repairs it if it differs. What is not this program's, and what an administrator has
// disabled or removed, stays as it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// The terminal hook is installed on demand only. If it is there, it is repaired like the others.
enum class TerminalHook : bool { as_found, wanted };

/// One machine's triggers: below `root`, with the record of what was written (trigger_record.h) in `state`.
struct TriggerPlace {
  const GuardedRoot& root;
  const GuardedFolder& state;
  const Brand& brand;
};

struct TriggerRun {
  std::vector<std::string> written;  // names
  std::vector<std::string> left;     // "NAME: why": left as it is
  Result<void> outcome;              // the first failure of a trigger that the notifier needs
};

/// Continues after a failure. The command's link, the terminal hook and the entry among the installed
/// programs are only convenience: a failure of theirs is among `left`.
[[nodiscard]] TriggerRun ensure_triggers(const TriggerPlace& place, TerminalHook hook);

struct TriggerStatus {
  std::string name;
  /// `missing`: the next run writes it. `faulty`: the next run repairs it. The others stay as they are:
  /// `removed` and `disabled` by an administrator, `foreign` somebody else's.
  enum State : std::uint8_t { right, missing, faulty, removed, disabled, foreign } state = missing;
  std::string reason = {};  // of all but the first two
};
[[nodiscard]] inline bool stays_as_it_is(const TriggerStatus& status) {
  return status.state >= TriggerStatus::removed;
}
/// Those that are there or should be. Changes nothing.
[[nodiscard]] std::vector<TriggerStatus> look_at_triggers(const TriggerPlace& place);

/// Removes what is this program's, and continues after a failure.
[[nodiscard]] TriggerRun remove_triggers(const TriggerPlace& place);

}  // namespace tocsin
