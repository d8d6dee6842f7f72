// What starts the notifier (at logon, daily, in a terminal), and how its command is found. Every run compares
// each trigger and repairs it if it differs.
#pragma once

#include <string>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/result.h"

namespace tocsin::updater {

/// The terminal hook is installed on demand only. If it is there, it is repaired like the others.
enum class TerminalHook : bool { as_found, wanted };

/// Returns the names of what was written. Stops at the first failure.
[[nodiscard]] Result<std::vector<std::string>> ensure_triggers(const std::string& root, const Brand& brand,
                                                               TerminalHook hook);
/// The names of triggers that are missing or differ.
[[nodiscard]] std::vector<std::string> faulty_triggers(const std::string& root, const Brand& brand);
/// Continues after a failure; returns the first one.
[[nodiscard]] Result<void> remove_triggers(const std::string& root, const Brand& brand);

}  // namespace tocsin::updater
