// What the gate reads of state.db: the decisions, and when the next receipt is due. Read-only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/decisions.h"
#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin {

/// No receipt waits longer than this.
inline constexpr Duration kLongestWait = std::chrono::hours(24);

/// Whether a queued receipt is due. A time further ahead than kLongestWait means that the clock was set back
/// since: then the receipt is due as well. The gate and the sender must agree on this.
[[nodiscard]] constexpr bool is_receipt_due(Instant next_attempt, Instant now) {
  return next_attempt <= now || next_attempt - now > kLongestWait;
}

struct GateState {
  Decisions decisions;
  std::optional<Instant> next_attempt;  // of the earliest queued receipt; nullopt when none is queued
};

/// Creates and changes nothing.
/// Errors: not_found (no file: no decisions), anything else (the gate then starts the dialog).
[[nodiscard]] Result<GateState> read_gate_state(const std::string& path);

/// HistoryRow::what of a withdrawn notice after the reader was told of the withdrawal.
inline constexpr std::string_view kToldWithdrawn = "withdrawn";

/// Whether one of these notices was displayed here, and its reader not yet told of the withdrawal. False if
/// there is no file. Errors: as above.
[[nodiscard]] Result<bool> any_withdrawal_to_tell(const std::string& path,
                                                  std::span<const std::string_view> ids);

}  // namespace tocsin
