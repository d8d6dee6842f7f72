// Starts the live gate in the sessions of this machine. Layer: updater.
#pragma once

#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin {

/// Not where the machine's policy says Disable. What happened is in the log, a line a session; nothing of it
/// fails the run.
void launch_gates(const Machine& machine, RunLog& log);

}  // namespace tocsin
