// The installed dpkg as the oracle of Debian's order. Tests only.
#pragma once

#include <string>
#include <vector>

namespace tocsin {

/// Runs dpkg, found on PATH, with these arguments, its output dropped. Its exit code; -1 if it could not be
/// run.
[[nodiscard]] int run_dpkg(std::vector<std::string> arguments);

}  // namespace tocsin
