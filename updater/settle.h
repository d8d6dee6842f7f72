// What belongs to the machine rather than to a set: trust.dat, machine.conf, handled/. Each is idempotent.
// Layer: updater.
#pragma once

#include <string>
#include <vector>

#include "schema/trust/proof.h"
#include "updater/recall.h"

namespace tocsin {

/// Writes trust.dat unless it says already what it has to. Returns whether it did.
[[nodiscard]] Result<bool> remember(const Machine& machine, const Memory& memory,
                                    const ProvenRelease& release);

struct Audience {
  std::string group;    // as in machine.conf; empty: nobody
  std::string problem;  // said loudly: missing, or could not be asked
};

struct Settled {
  Audience audience;
  std::vector<std::string> mended;  // names of what was made or put right
};

/// machine.conf keeps its secret; the group is asked for anew, and an answer that cannot be had leaves the
/// old one.
[[nodiscard]] Result<Settled> settle(const Machine& machine);

}  // namespace tocsin
