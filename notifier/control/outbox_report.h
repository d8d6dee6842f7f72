// The outbox and one test receipt, as JSON and as text. Pure. Layer: notifier/control.
#pragma once

#include <span>
#include <string>

#include "notifier/control/output.h"
#include "notifier/receipts/sender.h"
#include "notifier/record/store.h"

namespace tocsin {

/// Schema tocsin.receipts/1.
[[nodiscard]] Json outbox_json(std::span<const OutboxRow> rows);
[[nodiscard]] std::string outbox_text(std::span<const OutboxRow> rows);
/// The bodies of the queued ones, one a line.
[[nodiscard]] std::string outbox_ndjson(std::span<const OutboxRow> rows);

/// What happened to a receipt of outcome `test`.
struct TestReport {
  std::string target;
  std::string proxy;  // of policy; empty: the system's
  std::string id, body;
  Answer answer;
  Settlement settlement;
};
/// Schema tocsin.receipt-test/1.
[[nodiscard]] Json test_json(const TestReport& report);
/// A line a step.
[[nodiscard]] std::string test_text(const TestReport& report);
/// 0 delivered, 6 refused by the receiver, 8 to be tried again.
[[nodiscard]] int test_exit_code(const Settlement& settlement);

}  // namespace tocsin
