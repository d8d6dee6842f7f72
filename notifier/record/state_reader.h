// What the gate needs of state.db, read-only and quickly. Layer: notifier; links SQLite only.
#pragma once

#include <optional>
#include <string>

#include "notifier/evaluate/decisions.h"
#include "schema/core/result.h"

namespace tocsin {

struct GateState {
  Decisions decisions;
  std::optional<Instant> next_attempt;  // the earliest queued receipt's; nullopt when none is queued
};

/// Creates and changes nothing. Errors: not_found (no file: no decisions), anything else (the gate then
/// starts the dialog).
[[nodiscard]] Result<GateState> read_gate_state(const std::string& path);

}  // namespace tocsin
