// The names by which a proof is refused: one word each, the same in the log, in `status` and from the kit.
// Layer: trust.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Fails with `rule` = the rejection's name. Code: malformed for framing, stale for what was good once, else
/// untrusted. Source: schema/README.md, "Rejections".
[[nodiscard]] Failure reject(std::string_view rule, std::string detail = {});

}  // namespace tocsin
