// What starts the notifier: at logon, daily, in a terminal; and how its command is found. Each is put right
// by every run and says whether it had to be. Layer: updater/platform.
#pragma once

#include <string>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/result.h"

namespace tocsin {

/// The terminal hook is put there on demand; where it is, it is kept right.
enum class TerminalHook : bool { as_found, wanted };

/// Returns the names of what had to be made or mended. The first failure ends it.
[[nodiscard]] Result<std::vector<std::string>> ensure_triggers(const std::string& root, const Brand& brand,
                                                               TerminalHook hook);
/// Names of what is missing or not as it should be.
[[nodiscard]] std::vector<std::string> faulty_triggers(const std::string& root, const Brand& brand);
/// Goes on after a failure; returns the first one.
[[nodiscard]] Result<void> remove_triggers(const std::string& root, const Brand& brand);

}  // namespace tocsin
