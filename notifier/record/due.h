// When a queued receipt is due. Layer: notifier; the gate and the sender must agree on it.
#pragma once

#include "schema/core/instant.h"

namespace tocsin {

/// No receipt ever waits longer than this.
inline constexpr Duration kLongestWait = std::chrono::hours(24);

/// A time further ahead than any wait says that the clock was set back since: then it is due as well.
[[nodiscard]] constexpr bool is_receipt_due(Instant next_attempt, Instant now) {
  return next_attempt <= now || next_attempt - now > kLongestWait;
}

}  // namespace tocsin
