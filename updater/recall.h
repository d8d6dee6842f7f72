// What this machine accepted before, and what is live on it. Step 3 of the order of proof. Layer: updater.
#pragma once

#include <optional>
#include <string>

#include "schema/trust/trust_state.h"
#include "updater/machine.h"

namespace tocsin {

struct LiveSet {
  SetName name;
  GuardedFolder folder;
  std::string scf;  // unproven
};

struct Memory {
  std::string trust_dat;        // as found; empty: none that counts
  std::optional<LiveSet> live;  // none: no pointer, or one that leads nowhere
  TrustAnchor anchor;
};

/// A trust.dat or live set that is missing or not as it should be lowers nothing; one that could not be read
/// for a moment (io) ends the run. Errors: io, untrusted (the compiled root itself).
[[nodiscard]] Result<Memory> recall(const Machine& machine);

}  // namespace tocsin
