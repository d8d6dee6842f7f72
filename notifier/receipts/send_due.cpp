// One run of the sender. Layer: notifier. Holds no lock across the network.
#include <vector>

#include "notifier/receipts/sender.h"
#include "notifier/record/due.h"
#include "schema/core/text/text.h"
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

/// What the receiver has, until it is stored. A commit waits for the disk, so several are stored by one:
/// never more than were stored before, so that a store which fails ends the run at once, and not for long.
/// What a crash takes is sent again, and counts once by its id.
class Deliveries {
 public:
  Deliveries(Store& store, SendReport& report) : store_(store), report_(report) {}

  Result<void> add(const OutboxRow& row, Instant now, Duration elapsed) {
    if (rows_.empty()) oldest_ = elapsed;
    rows_.push_back(row);
    const bool is_time = elapsed - oldest_ >= kLongest || rows_.size() >= kMost;
    return is_time || rows_.size() >= report_.delivered ? store(now) : Result<void>{};
  }

  Result<void> store(Instant now) {
    if (rows_.empty()) return {};
    std::vector<std::string> ids;
    for (const auto& row : rows_) ids.push_back(row.id);
    if (auto stored = store_.delivered(ids, now); !stored) return stored;
    for (const auto& row : rows_) log_end(Event::receipt_delivered, Level::info, row, {});
    report_.delivered += static_cast<std::uint32_t>(rows_.size());
    rows_.clear();
    return {};
  }

 private:
  static constexpr std::size_t kMost = 32;
  static constexpr Duration kLongest = std::chrono::seconds(1);
  Store& store_;
  SendReport& report_;
  std::vector<OutboxRow> rows_;
  Duration oldest_{};
};

Result<void> put_back(Store& store, const OutboxRow& row, const Settlement& settlement, SendReport& report) {
  if (settlement.kind == Settlement::Kind::parked) {
    auto stored = store.parked(row.id, settlement.error);
    if (stored) log_end(Event::receipt_parked, Level::warning, row, settlement.error);
    report.parked += stored ? 1 : 0;
    return stored;
  }
  auto stored = store.postponed(row.id, settlement.next_attempt, settlement.refused, settlement.error);
  report.postponed += stored ? 1 : 0;
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
  Deliveries deliveries(store, report);
  for (const OutboxRow& row : *rows) {
    if (row.state != OutboxRow::State::queued) continue;
    if (!is_receipt_due(row.next_attempt, now()) || elapsed() >= kLastStart) {
      ++report.not_due;
      continue;
    }
    const Answer answer = exchange(http, row);
    const Settlement settlement = settle(row, answer, now(), uniform01());
    const auto done = settlement.kind == Settlement::Kind::delivered
                          ? deliveries.add(row, now(), elapsed())
                          : put_back(store, row, settlement, report);
    if (!done) return Failure(done.error());
  }
  if (const auto stored = deliveries.store(now()); !stored) return Failure(stored.error());
  return report;
}

}  // namespace tocsin
