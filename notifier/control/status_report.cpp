// Counting and judging for `status`. Layer: notifier/control.
#include "notifier/control/status_report.h"

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

OutboxSummary outbox_summary(const std::vector<OutboxRow>& rows) {
  OutboxSummary summary;
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

int status_exit_code(const StatusReport& report) {
  if (report.catalog && !report.catalog->critical.empty()) {
    return kCriticalUnacknowledged;
  }
  return report.refused ? exit_code(report.refused->code) : 0;
}

}  // namespace tocsin
