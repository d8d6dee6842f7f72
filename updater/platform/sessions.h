// The people who are logged on to this machine now, and the gate started as each of them.
#pragma once

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin::updater {

/// How long the start in one session may take: 5 seconds. The end-to-end tests link a program that defines
/// it as more, for slow machines.
extern const int kStartSeconds;

struct SessionStart {
  std::string session;  // its id
  std::string outcome;  // one line for the log
  bool started = false;
};

struct GateStart {
  std::string program;  // absolute path of the live gate
  std::string root;     // --root for it, or empty
};

/// Starts the gate in every graphical session of a person. Each start runs by itself (POSIX: in a process
/// with that person's credentials and nothing of ours) for at most kStartSeconds; one that fails or hangs
/// does not delay the others. Errors: unavailable when the sessions could not be listed (then the gate
/// starts at the next logon).
[[nodiscard]] Result<std::vector<SessionStart>> start_in_sessions(const GateStart& start);

}  // namespace tocsin::updater
