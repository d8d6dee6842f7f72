// What becomes of a receipt after an answer, one run of the sender, and the address it sends to. No lock is
// held across the network.
#include "notifier/receipts/sender.h"

#include <algorithm>
#include <vector>

#include "notifier/record/state_reader.h"
#include "schema/core/https_address.h"
#include "schema/core/text/text.h"
#include "schema/platform/log.h"
#include "schema/platform/policy_values.h"

namespace tocsin {
namespace {

constexpr double kFirstDelaySeconds = 30;
constexpr double kLongestDelaySeconds = 6 * 3600;
constexpr std::uint32_t kDoublings = 10;  // 30 s * 2^10 is beyond the cap already
constexpr std::uint32_t kRefusalsToPark = 3;

bool is_success(const OutboxRow& row, const Answer& answer) {
  return answer.error.empty() && answer.status >= 200 && answer.status <= 299 && answer.receipt_id == row.id;
}

// The 4xx that say nothing about the receipt itself: another attempt can succeed.
bool is_passing(int status) {
  return status == 407 || status == 408 || status == 409 || status == 425 || status == 429;
}

bool is_refusal(const Answer& answer) {
  return answer.error.empty() && answer.status >= 400 && answer.status <= 499 && !is_passing(answer.status);
}

std::string reason(const Answer& answer) {
  if (!answer.error.empty()) return answer.error;
  std::string status = "HTTP " + std::to_string(answer.status);
  if (answer.status < 200 || answer.status > 299) return status;
  return status + (answer.receipt_id.empty() ? " without a Receipt-Id" : " with another Receipt-Id");
}

Duration jitter(std::uint32_t attempts, double uniform01) {
  const double doubled = kFirstDelaySeconds * static_cast<double>(1u << std::min(attempts, kDoublings));
  const double share = std::clamp(uniform01, 0.0, 1.0);
  return Duration(static_cast<std::int64_t>(share * std::min(kLongestDelaySeconds, doubled)));
}

// The jitter is added to Retry-After: a server that sends the same Retry-After to all clients would otherwise
// get all of them back at once.
Duration delay(const OutboxRow& row, const Answer& answer, double uniform01) {
  const Duration least = std::clamp(answer.retry_after.value_or(Duration(0)), Duration(0), kLongestWait);
  return std::min(kLongestWait, least + jitter(row.attempts, uniform01));
}

}  // namespace

Settlement settle(const OutboxRow& row, const Answer& answer, Instant now, double uniform01) {
  if (is_success(row, answer)) return {.kind = Settlement::Kind::delivered, .next_attempt = now, .error = {}};
  if (!is_refusal(answer))
    return {.next_attempt = now + delay(row, answer, uniform01), .error = reason(answer)};
  const bool is_last = row.refusals + 1 >= kRefusalsToPark;
  return {.kind = is_last ? Settlement::Kind::parked : Settlement::Kind::postponed,
          .next_attempt = now + kLongestWait,
          .refused = true,
          .error = reason(answer)};
}

namespace {

// A request may last 30 s. None is started later than this, so that a run ends within 60 s.
constexpr Duration kLastStart = std::chrono::seconds(30);

// The id becomes a header: a damaged database must not be able to inject another one.
Answer exchange(Http& http, const OutboxRow& row) {
  if (is_identifier(row.id)) return http.post(row.id, row.body);
  return {.status = 400, .receipt_id = {}, .retry_after = {}, .error = {}};
}

void log_end(Event event, Level level, const OutboxRow& row, const std::string& error) {
  std::string text = row.outcome + " receipt of " + row.message + "/" + std::to_string(row.revision);
  text += event == Event::receipt_delivered ? " delivered" : " parked: " + error;
  log_line(event, level, text);
}

/// Deliveries that are not stored yet. A commit waits for the disk, so that one commit stores several rows:
/// as many as were stored before (1, 1, 2, 4, ...), at most 32, and none waits longer than a second. A store
/// that fails is so noticed early. After a crash the last batch is sent again; the receiver ignores
/// duplicates.
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
    TRY(store_.delivered(ids, now));
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
  TRY(store.expire(now()));
  const auto rows = TRY(store.outbox());
  SendReport report;
  Deliveries deliveries(store, report);
  for (const OutboxRow& row : rows) {
    if (row.state != OutboxRow::State::queued) continue;
    if (!is_receipt_due(row.next_attempt, now()) || elapsed() >= kLastStart) {
      ++report.not_due;
      continue;
    }
    const Answer answer = exchange(http, row);
    const Settlement settlement = settle(row, answer, now(), uniform01());
    TRY(settlement.kind == Settlement::Kind::delivered ? deliveries.add(row, now(), elapsed())
                                                       : put_back(store, row, settlement, report));
  }
  TRY(deliveries.store(now()));
  return report;
}

namespace {

Failure refused(std::string detail) {
  return fail(Code::malformed, "receipts.target", std::move(detail));
}

}  // namespace

Result<std::string> receipt_target(const Config& config, const Policy& policy, const Brand& brand) {
  if (!is_receipt_address(config.receipt_url, brand)) {
    return refused("ReceiptUrl is not an https address of one of the brand's hosts");
  }
  HttpsAddress target = *parse_https_address(config.receipt_url);
  if (policy.receipt_relay.empty()) return to_text(target);
  if (!is_relay(policy.receipt_relay)) return refused("ReceiptRelay is not https://host[:port]");
  const HttpsAddress relay = *parse_https_address(policy.receipt_relay);
  target.host = relay.host;
  target.port = relay.port;
  return to_text(target);
}

}  // namespace tocsin
