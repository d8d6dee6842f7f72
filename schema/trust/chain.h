// From the trusted root to the newest one in a file. Step 6 of the order of proof.
// Layer: trust.
#pragma once

#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/root.h"

namespace tocsin {

/// The newest root of `envelopes` (1..64, in the file's order), reached from `trusted` without a gap.
///
/// Errors: those of an envelope and a root, PRODUCT, ROOT_GAP, ROOT_OLD, BAD_SIG, THRESHOLD,
/// ROOT_EQUIVOCATION,
///         ROOT_REGRESS.
/// Source: schema/README.md, "Order of proof", step 6.
[[nodiscard]] Result<Root> climb_chain(const std::vector<std::string_view>& envelopes, const Root& trusted,
                                       std::string_view product);

}  // namespace tocsin
