// What happened to the notices here, in words. Layer: notifier/control.
#pragma once

#include <span>
#include <string>

#include "notifier/control/output.h"
#include "notifier/record/store.h"

namespace tocsin {

/// Schema tocsin.history/1: every event, oldest first.
[[nodiscard]] Json history_json(std::span<const HistoryRow> rows);
/// A line an event; a sentence where there is none.
[[nodiscard]] std::string history_text(std::span<const HistoryRow> rows);

}  // namespace tocsin
