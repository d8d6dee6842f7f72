// `receipts` and `receipts export`: the outbox as JSON, text and NDJSON. Pure.
#pragma once

#include <span>
#include <string>

#include "notifier/control/output.h"
#include "notifier/record/store.h"

namespace tocsin::control {

/// Schema tocsin.receipts/1.
[[nodiscard]] Json outbox_json(std::span<const OutboxRow> rows);
[[nodiscard]] std::string outbox_text(std::span<const OutboxRow> rows);
/// The bodies of the queued receipts, one on each line.
[[nodiscard]] std::string outbox_ndjson(std::span<const OutboxRow> rows);

}  // namespace tocsin::control
