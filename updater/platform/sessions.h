// The people who sit at this machine now, and the gate started as each of them. Layer: updater/platform.
#pragma once

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

struct SessionStart {
  std::string session;  // its id
  std::string outcome;  // one line for the log
  bool started = false;
};

struct GateStart {
  std::string program;  // absolute path of the live gate
  std::string root;     // --root for it, or empty
};

/// Starts the gate in every graphical session of a person, each by a process of its own that has that
/// person's credentials and nothing of ours, and at most five seconds; one that fails or hangs does not hold
/// the others. Errors: unavailable when the sessions could not be listed (then the gate comes with the next
/// logon).
[[nodiscard]] Result<std::vector<SessionStart>> start_in_sessions(const GateStart& start);

}  // namespace tocsin
