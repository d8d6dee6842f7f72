// `receipts test`: queues and sends one receipt like any other, so that a site can see whether its network
// lets receipts out.
#include "notifier/control/commands/test_receipt.h"

#include <algorithm>
#include <utility>

#include "notifier/control/channel.h"
#include "notifier/control/commands.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/receipts/compose.h"
#include "notifier/receipts/identity.h"

namespace tocsin::control {
namespace {

using StepVerdict = TestStep::Verdict;

std::string_view kind_name(Settlement::Kind kind) {
  switch (kind) {
    case Settlement::Kind::delivered:
      return "delivered";
    case Settlement::Kind::parked:
      return "parked";
    case Settlement::Kind::postponed:
      break;
  }
  return "postponed";
}

std::string_view verdict_name(StepVerdict verdict) {
  switch (verdict) {
    case StepVerdict::ok:
      return "ok";
    case StepVerdict::failed:
      return "failed";
    case StepVerdict::not_reached:
      break;
  }
  return "not reached";
}

std::string proxy_detail(const TestReport& report) {
  const int status = report.answer.route.proxy_status;
  const std::string which = report.proxy.empty() ? "the system's" : one_line(report.proxy) + ", by policy";
  if (status == 0) return report.proxy.empty() ? "none was asked" : which;
  return which + ", answered " + std::to_string(status);
}

std::string tls_detail(const Route& route) {
  return route.issuer.empty() ? std::string() : "issued by " + one_line(route.issuer);
}

bool is_success(int status) {
  return status >= 200 && status <= 299;
}

/// Each step on its own, as if the steps before it had succeeded.
std::vector<TestStep> steps_taken(const TestReport& report) {
  const Answer& answer = report.answer;
  const Route& route = answer.route;
  const auto verdict = [](bool is_good) { return is_good ? StepVerdict::ok : StepVerdict::failed; };
  const std::string status = answer.status == 0 ? std::string() : "HTTP " + std::to_string(answer.status);
  const std::string echo = answer.receipt_id.empty() ? "no Receipt-Id" : one_line(answer.receipt_id);
  return {{"name", verdict(route.is_named), {}},
          {"tcp", verdict(route.is_connected), one_line(route.address)},
          {"proxy", verdict(route.proxy_status == 0 || is_success(route.proxy_status)), proxy_detail(report)},
          {"tls", verdict(route.is_secured), tls_detail(route)},
          {"status", verdict(is_success(answer.status)), status},
          {"echo", verdict(answer.receipt_id == report.id), echo}};
}

}  // namespace

std::vector<TestStep> test_steps(const TestReport& report) {
  auto steps = steps_taken(report);
  bool has_failed = false;
  for (TestStep& step : steps) {
    if (has_failed) {
      step.verdict = StepVerdict::not_reached;
      step.detail.clear();
    } else if (step.verdict == StepVerdict::failed) {
      has_failed = true;
      const std::string& error = report.answer.error;
      if (!error.empty()) step.detail += (step.detail.empty() ? "" : ", ") + one_line(error);
    }
  }
  return steps;
}

Json test_json(const TestReport& report) {
  Json json = {{"schema", "tocsin.receipt-test/1"}, {"target", report.target}};
  json["proxy"] = report.proxy.empty() ? Json(nullptr) : Json(report.proxy);
  json["id"] = report.id;
  json["body"] = Json::parse(report.body, nullptr, false);
  Json steps = Json::array();
  for (const TestStep& step : test_steps(report)) {
    steps.push_back({{"step", step.name}, {"verdict", verdict_name(step.verdict)}, {"detail", step.detail}});
  }
  json["steps"] = std::move(steps);
  json["status"] = report.answer.status;
  json["echo"] = report.answer.receipt_id;
  json["result"] = kind_name(report.settlement.kind);
  json["refused"] = report.settlement.refused;
  json["error"] = report.settlement.error;
  return json;
}

std::string test_text(const TestReport& report) {
  std::string out = "target: " + one_line(report.target) + "\n";
  out += "body: " + one_line(report.body) + "\n";
  for (const TestStep& step : test_steps(report)) {
    out += std::string(step.name) + ": " + std::string(verdict_name(step.verdict));
    out += (step.detail.empty() ? "" : ", " + step.detail) + "\n";
  }
  out += "result: " + std::string(kind_name(report.settlement.kind));
  if (!report.settlement.error.empty()) out += ", " + one_line(report.settlement.error);
  if (report.settlement.kind == Settlement::Kind::postponed) {
    out += ", next attempt " + format_instant(report.settlement.next_attempt);
  }
  return out + "\n";
}

int test_exit_code(const Settlement& settlement) {
  if (settlement.kind == Settlement::Kind::delivered) return 0;
  return exit_code(settlement.refused || settlement.kind == Settlement::Kind::parked ? Code::denied
                                                                                     : Code::unavailable);
}

namespace {

constexpr std::string_view kMessage = "test";

OutboxRow test_row(const Context& context, const Channel& channel, const ReceiptIdentity& identity) {
  const auto languages = preferred_languages();
  const Instant now = channel.now();
  const Receipt receipt = compose_receipt({.message = std::string(kMessage),
                                           .outcome = Outcome::test,
                                           .epoch = channel.set.release.epoch,
                                           .serial = channel.set.release.serial,
                                           .locale = languages.empty() ? "und" : languages.front(),
                                           .at = now},
                                          identity, context.policy, brand());
  return queued_row(receipt, brand(), now);
}

/// The row as stored: an earlier test may still be queued, with its attempts.
Result<OutboxRow> queue(Store& store, const OutboxRow& row) {
  TRY(store.queue(row));
  const auto rows = TRY(store.outbox());
  const auto found = std::ranges::find(rows, row.id, &OutboxRow::id);
  return found == rows.end() ? row : *found;
}

Result<void> record(Store& store, const OutboxRow& row, const Settlement& settlement, Instant now) {
  if (settlement.kind == Settlement::Kind::delivered) return store.delivered(row.id, now);
  if (row.state == OutboxRow::State::parked) return {};
  if (settlement.kind == Settlement::Kind::parked) return store.parked(row.id, settlement.error);
  return store.postponed(row.id, settlement.next_attempt, settlement.refused, settlement.error);
}

Result<TestReport> test(const Context& context, Channel& channel) {
  const MachineConf conf = TRY(read_machine_conf(context.places));
  Store store = TRY(Store::open(context.places.state_db));
  const FileLock lock = TRY(take_sender_lock(context.places));
  const auto identity = receipt_identity(conf, machine_id(context.places.root), user_id());
  const OutboxRow row = TRY(queue(store, test_row(context, channel, identity)));
  TestReport report{channel.target, context.policy.proxy, row.id, row.body, {}, {}};
  report.answer = channel.http->post(row.id, row.body);
  report.settlement = settle(row, report.answer, channel.now(), random_uniform01());
  TRY(record(store, row, report.settlement, channel.now()));
  return report;
}

}  // namespace

Result<int> receipts_test_command(const Context& context) {
  if (context.policy.no_receipts)
    return fail(Code::denied, "receipts.test", "policy NoReceipts: nothing is queued or sent");
  if (context.places.state_db.empty())
    return fail(Code::not_found, "receipts.test", "no home folder to keep state in");
  Channel channel = TRY(open_channel(context));
  const TestReport report = TRY(test(context, channel));
  print(context.line.json ? json_text(test_json(report)) : test_text(report));
  return test_exit_code(report.settlement);
}

}  // namespace tocsin::control
