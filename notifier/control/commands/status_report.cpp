// Counting and judging for `status`. Layer: notifier/control.
#include "notifier/control/commands/status_report.h"

#include <algorithm>

#include "notifier/control/output.h"

namespace tocsin {

CatalogSummary catalog_summary(const Catalog& catalog, const std::vector<Verdict>& verdicts) {
  CatalogSummary summary;
  summary.messages = catalog.messages.size();
  summary.withdrawn = catalog.withdrawn.size();
  for (const Verdict& verdict : verdicts) {
    const Message& message = *verdict.message;
    if (message.fault != Message::Fault::none) {
      summary.dropped.push_back({std::string(message.id), message.fault_rule, message.line});
    }
    if (!verdict.due()) {
      continue;
    }
    ++summary.due;
    if (message.severity == Severity::critical) {
      summary.critical.emplace_back(message.id);
    }
  }
  return summary;
}

OutboxSummary outbox_summary(const std::vector<OutboxRow>& rows, const std::vector<HistoryRow>& history) {
  OutboxSummary summary;
  for (const HistoryRow& row : history) {
    if (row.what == "delivered") {
      summary.last_delivered = std::max(row.when, summary.last_delivered.value_or(row.when));
    }
  }
  for (const OutboxRow& row : rows) {
    const bool queued = row.state == OutboxRow::State::queued;
    ++(queued ? summary.queued : summary.parked);
    if (queued && (!summary.next_attempt || row.next_attempt < *summary.next_attempt)) {
      summary.next_attempt = row.next_attempt;
    }
    if (!row.last_error.empty()) {
      summary.last_error = row.last_error;
    }
  }
  return summary;
}

std::int64_t age_in_days(const StatusReport& report) {
  constexpr std::int64_t kDaySeconds = 86'400;
  if (!report.release) {
    return 0;
  }
  return std::max<std::int64_t>(0, (report.at - report.release->issued).count() / kDaySeconds);
}

int status_exit_code(const StatusReport& report) {
  if (report.catalog && !report.catalog->critical.empty()) {
    return kCriticalUnacknowledged;
  }
  return report.refused ? exit_code(report.refused->code) : 0;
}

}  // namespace tocsin
