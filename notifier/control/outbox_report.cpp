// The outbox in words. Layer: notifier/control.
#include "notifier/control/outbox_report.h"

#include <algorithm>

namespace tocsin {
namespace {

bool is_queued(const OutboxRow& row) {
  return row.state == OutboxRow::State::queued;
}

Json row_json(const OutboxRow& row) {
  Json json = {{"id", row.id},
               {"message", row.message},
               {"outcome", row.outcome},
               {"state", is_queued(row) ? "queued" : "parked"},
               {"attempts", row.attempts},
               {"created", format_instant(row.created)}};
  json["next_attempt"] = is_queued(row) ? Json(format_instant(row.next_attempt)) : Json(nullptr);
  json["last_error"] = row.last_error;
  return json;
}

std::string row_text(const OutboxRow& row) {
  std::string line = (is_queued(row) ? "queued  " : "parked  ") + row.id + "  " + one_line(row.outcome) +
                     " " + one_line(row.message) + ", attempts " + std::to_string(row.attempts);
  if (is_queued(row)) {
    line += ", next " + format_instant(row.next_attempt);
  }
  return line + (row.last_error.empty() ? "" : ", " + one_line(row.last_error)) + "\n";
}

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

std::string answer_text(const Answer& answer) {
  if (answer.status == 0) {
    return "no answer: " + one_line(answer.error);
  }
  return "HTTP " + std::to_string(answer.status) +
         (answer.receipt_id.empty() ? ", without Receipt-Id" : ", Receipt-Id " + one_line(answer.receipt_id));
}

}  // namespace

Json outbox_json(std::span<const OutboxRow> rows) {
  const auto queued = std::count_if(rows.begin(), rows.end(), is_queued);
  Json receipts = Json::array();
  std::transform(rows.begin(), rows.end(), std::back_inserter(receipts), row_json);
  return {{"schema", "tocsin.receipts/1"},
          {"queued", queued},
          {"parked", static_cast<std::ptrdiff_t>(rows.size()) - queued},
          {"receipts", std::move(receipts)}};
}

std::string outbox_text(std::span<const OutboxRow> rows) {
  std::string out;
  for (const OutboxRow& row : rows) {
    out += row_text(row);
  }
  return rows.empty() ? "No receipt waits.\n" : out;
}

std::string outbox_ndjson(std::span<const OutboxRow> rows) {
  std::string out;
  for (const OutboxRow& row : rows) {
    if (is_queued(row)) {
      out += row.body + "\n";
    }
  }
  return out;
}

Json test_json(const TestReport& report) {
  Json json = {{"schema", "tocsin.receipt-test/1"}, {"target", report.target}};
  json["proxy"] = report.proxy.empty() ? Json(nullptr) : Json(report.proxy);
  json["id"] = report.id;
  json["body"] = Json::parse(report.body, nullptr, false);
  json["status"] = report.answer.status;
  json["echo"] = report.answer.receipt_id;
  json["result"] = kind_name(report.settlement.kind);
  json["refused"] = report.settlement.refused;
  json["error"] = report.settlement.error;
  return json;
}

std::string test_text(const TestReport& report) {
  std::string out = "target: " + one_line(report.target) + "\n";
  out += "proxy: " + (report.proxy.empty() ? "the system's, if any" : one_line(report.proxy) + " (policy)") +
         "\n";
  out += "id: " + report.id + "\n";
  out += "body: " + one_line(report.body) + "\n";
  out += "answer: " + answer_text(report.answer) + "\n";
  out += "result: " + std::string(kind_name(report.settlement.kind));
  if (!report.settlement.error.empty()) {
    out += ", " + one_line(report.settlement.error);
  }
  if (report.settlement.kind == Settlement::Kind::postponed) {
    out += ", next attempt " + format_instant(report.settlement.next_attempt);
  }
  return out + "\n";
}

int test_exit_code(const Settlement& settlement) {
  if (settlement.kind == Settlement::Kind::delivered) {
    return 0;
  }
  return exit_code(settlement.refused || settlement.kind == Settlement::Kind::parked ? Code::denied
                                                                                     : Code::unavailable);
}

}  // namespace tocsin
