// One run of the sender. Layer: notifier. Holds no lock across the network.
#include "notifier/receipts/sender.h"
#include "notifier/record/due.h"
#include "schema/core/text.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

// A request may last 30 s: none is begun later than this, so that a run ends within 60 s.
constexpr Duration kLastStart = std::chrono::seconds(30);

// The id becomes a header; a damaged file must not become a request of its own making.
Answer exchange(Http& http, const OutboxRow& row) {
  if (is_identifier(row.id)) return http.post(row.id, row.body);
  return {.status = 400, .receipt_id = {}, .retry_after = {}, .error = {}};
}

void log_end(Event event, Level level, const OutboxRow& row, const std::string& error) {
  std::string text = row.outcome + " receipt of " + row.message + "/" + std::to_string(row.revision);
  text += event == Event::receipt_delivered ? " delivered" : " parked: " + error;
  log_line(event, level, text);
}

Result<void> apply(Store& store, const OutboxRow& row, const Settlement& settlement, Instant now,
                   SendReport& report) {
  Result<void> stored;
  switch (settlement.kind) {
    case Settlement::Kind::delivered:
      stored = store.delivered(row.id, now);
      if (stored) log_end(Event::receipt_delivered, Level::info, row, {});
      report.delivered += stored ? 1 : 0;
      break;
    case Settlement::Kind::postponed:
      stored = store.postponed(row.id, settlement.next_attempt, settlement.refused, settlement.error);
      report.postponed += stored ? 1 : 0;
      break;
    case Settlement::Kind::parked:
      stored = store.parked(row.id, settlement.error);
      if (stored) log_end(Event::receipt_parked, Level::warning, row, settlement.error);
      report.parked += stored ? 1 : 0;
      break;
  }
  return stored;
}

}  // namespace

std::function<Duration()> stopwatch() {
  const auto start = std::chrono::steady_clock::now();
  return [start] { return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start); };
}

Result<SendReport> send_due(Store& store, Http& http, const std::function<Instant()>& now,
                            const std::function<double()>& uniform01,
                            const std::function<Duration()>& elapsed) {
  if (const auto expired = store.expire(now()); !expired) return Failure(expired.error());
  const auto rows = store.outbox();
  if (!rows) return Failure(rows.error());
  SendReport report;
  for (const OutboxRow& row : *rows) {
    if (row.state != OutboxRow::State::queued) continue;
    if (!is_receipt_due(row.next_attempt, now()) || elapsed() >= kLastStart) {
      ++report.not_due;
      continue;
    }
    const Answer answer = exchange(http, row);
    const Settlement settlement = settle(row, answer, now(), uniform01());
    if (const auto done = apply(store, row, settlement, now(), report); !done) return Failure(done.error());
  }
  return report;
}

}  // namespace tocsin
