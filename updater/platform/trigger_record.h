// The record of the triggers that were written on this machine: `triggers` in the state folder. By it a run
// tells what an administrator removed from what was never there, and an older text of its own from one that
// somebody else wrote.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

inline constexpr const char* kTriggersName = "triggers";

/// {name of a trigger: its content as written}
using TriggerRecord = std::map<std::string, std::string>;

/// Shape: a line "CONTENT NAME" each, CONTENT in hex and not empty. Nullopt for any other text.
[[nodiscard]] std::optional<TriggerRecord> parse_trigger_record(std::string_view text);
[[nodiscard]] std::string serialise_trigger_record(const TriggerRecord& record);

/// Empty if there is none, or a damaged one. Errors: io, denied.
[[nodiscard]] Result<TriggerRecord> read_trigger_record(const GuardedFolder& state);
[[nodiscard]] Result<void> write_trigger_record(const GuardedFolder& state, const TriggerRecord& record);

}  // namespace tocsin
