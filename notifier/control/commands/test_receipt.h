// `receipts test` as values, as JSON and as text: one verdict for each step of the way. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notifier/control/output.h"
#include "notifier/receipts/sender.h"

namespace tocsin::control {

/// What happened to a receipt of outcome `test`.
struct TestReport {
  std::string target;
  std::string proxy;  // of policy; empty: the system's
  std::string id, body;
  Answer answer;
  Settlement settlement;
};

/// One step of the way. Their order: name, tcp, proxy, tls, status, echo.
struct TestStep {
  enum class Verdict : std::uint8_t { ok, failed, not_reached };
  std::string_view name;
  Verdict verdict = Verdict::not_reached;
  std::string detail;  // fit for a terminal
};
/// All six. Those after the first that failed are `not_reached`.
[[nodiscard]] std::vector<TestStep> test_steps(const TestReport& report);

/// Schema tocsin.receipt-test/1.
[[nodiscard]] Json test_json(const TestReport& report);
[[nodiscard]] std::string test_text(const TestReport& report);
/// 0 delivered, 6 refused by the receiver, 8 to be tried again.
[[nodiscard]] int test_exit_code(const Settlement& settlement);

}  // namespace tocsin::control
