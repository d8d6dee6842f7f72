// Removes what install() wrote.
#pragma once

#include <functional>

#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin::updater {

/// Triggers first, so that nothing is started any more; then the pointer, the sets, and the folders that are
/// empty by then. trust.dat and machine.conf stay, so that an older release is still refused, unless `purge`.
/// Home folders are not touched. Continues after a failure where it can; returns the first one. `let_go`
/// releases the run's lock: Windows cannot remove its file before.
[[nodiscard]] Result<void> uninstall(Machine& machine, bool purge, const std::function<void()>& let_go,
                                     RunLog& log);

}  // namespace tocsin::updater
