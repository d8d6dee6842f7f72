// What the gate needs of state.db, read-only and quickly. Layer: notifier; links SQLite only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/decisions.h"
#include "schema/core/result.h"

namespace tocsin {

struct GateState {
  Decisions decisions;
  std::optional<Instant> next_attempt;  // the earliest queued receipt's; nullopt when none is queued
};

/// Creates and changes nothing. Errors: not_found (no file: no decisions), anything else (the gate then
/// starts the dialog).
[[nodiscard]] Result<GateState> read_gate_state(const std::string& path);

/// What the reader's record says of a withdrawn notice once the reader has been told.
inline constexpr std::string_view kToldWithdrawn = "withdrawn";

/// Whether one of these was displayed here and not told as withdrawn. No file: no. Errors: as above.
[[nodiscard]] Result<bool> any_withdrawal_to_tell(const std::string& path,
                                                  std::span<const std::string_view> ids);

}  // namespace tocsin
