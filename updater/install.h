// Activating a set: the one sequence that changes a machine.
#pragma once

#include <cstdint>
#include <string>

#include "updater/arguments.h"
#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin::updater {

enum class InstallEnd : std::uint8_t { installed, repaired, already_live, newer_is_live };

struct InstallOutcome {
  InstallEnd end = InstallEnd::installed;
  std::string release;  // "2.7"
  std::string set;      // folder of the live set, whole path
};

/// Steps 1 to 7 of ARCHITECTURE.md, "Activating a set", in that order. After a crash at any of them the
/// machine works and the next run succeeds. The caller holds the lock. Errors: those of the proof, with the
/// rejection as `rule`; denied, io.
[[nodiscard]] Result<InstallOutcome> install(Machine& machine, const Arguments& arguments, Instant start,
                                             RunLog& log);

/// Step 6 alone, for the command `launch`: starts the live gate in the sessions of this machine, unless the
/// machine's policy says Disable. Logs a line for each session; no failure of it fails the run.
void launch_gates(const Machine& machine, RunLog& log);

}  // namespace tocsin::updater
