// `history` as JSON and as text. Pure.
#pragma once

#include <span>
#include <string>

#include "notifier/control/output.h"
#include "notifier/record/store.h"

namespace tocsin::control {

/// Schema tocsin.history/1: every event, oldest first.
[[nodiscard]] Json history_json(std::span<const HistoryRow> rows);
/// One line for each event, or a sentence if there is none.
[[nodiscard]] std::string history_text(std::span<const HistoryRow> rows);

}  // namespace tocsin::control
