// Going live: the one sequence that changes a machine. Layer: updater.
#pragma once

#include <cstdint>
#include <string>

#include "updater/arguments.h"
#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin {

enum class InstallEnd : std::uint8_t { installed, repaired, already_live, newer_is_live };

struct InstallOutcome {
  InstallEnd end = InstallEnd::installed;
  std::string release;  // "2.7"
  std::string set;      // folder of the live set, whole path
};

/// Steps 1 to 7 of ARCHITECTURE.md, "Going live", in that order. After a crash at any of them the machine
/// works and the next run succeeds. The lock is held by the caller. Errors: those of the proof, with the
/// rejection as `rule`; denied, io.
[[nodiscard]] Result<InstallOutcome> install(Machine& machine, const Arguments& wishes, Instant start,
                                             RunLog& log);

}  // namespace tocsin
