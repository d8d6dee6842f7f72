// Takes away what install brought. Layer: updater.
#pragma once

#include <functional>

#include "updater/machine.h"
#include "updater/run_log.h"

namespace tocsin {

/// Triggers first, so that nothing starts any more; then the pointer, the sets, the folders that are empty
/// then. trust.dat and machine.conf stay, so that an older release is still refused, unless `purge`. Homes
/// are not touched. Goes on where it can; returns the first failure. `let_go` ends the run's lock, where a
/// purge can remove its file no sooner.
[[nodiscard]] Result<void> uninstall(Machine& machine, bool purge, const std::function<void()>& let_go,
                                     RunLog& log);

}  // namespace tocsin
