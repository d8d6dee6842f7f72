// Activating a set: the one sequence that changes a machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/core/position.h"
#include "updater/arguments.h"
#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin {

enum class InstallEnd : std::uint8_t { installed, repaired, already_live, newer_is_live };

/// Exit code of a run that found something newer live.
inline constexpr int kNewerIsLive = 10;

/// To what an installation of `composition` comes, if nothing fails. Errors: ROLLBACK when what is live is
/// newer by so much that it looks like an attack.
[[nodiscard]] Result<InstallEnd> end_of(const Memory& memory, const Composition& composition);

struct InstallOutcome {
  InstallEnd end = InstallEnd::installed;
  Position notices;                        // of the live set
  std::optional<Position> programs;        // none: this channel has no programs
  std::string set;                         // folder of the live set, whole path
  std::vector<std::string> repaired = {};  // names of what had to be written beside the set
  std::vector<std::string> left = {};      // a line each: what was left as it is, and why
};

/// Steps 1 to 7 of ARCHITECTURE.md, "Activating a set", in that order. After a crash at any of them the
/// machine works and the next run succeeds. The caller holds the lock. A failure of step 5 is returned after
/// steps 6 and 7. Errors: those of the proof, with the rejection as `rule` and the document's role as
/// `context`; PROGRAMS and ROLLBACK also where a file of the live set that the new one needs is not the one
/// that was signed; denied, io.
[[nodiscard]] Result<InstallOutcome> install(Machine& machine, const Arguments& arguments, Instant start,
                                             RunLog& log);

/// Step 6 alone, for the command `launch`: starts the live gate in the sessions of this machine, unless the
/// machine's policy says Disable. Logs a line for each session; no failure of it fails the run.
void launch_gates(const Machine& machine, RunLog& log);

}  // namespace tocsin
