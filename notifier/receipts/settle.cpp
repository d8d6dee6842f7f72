// What becomes of a receipt after an answer. Layer: notifier. Pure: the clock and the dice come in as values.
#include <algorithm>

#include "notifier/receipts/sender.h"
#include "notifier/record/due.h"

namespace tocsin {
namespace {

constexpr double kFirstDelaySeconds = 30;
constexpr double kLongestDelaySeconds = 6 * 3600;
constexpr std::uint32_t kDoublings = 10;  // 30 s * 2^10 is beyond the cap already
constexpr std::uint32_t kRefusalsToPark = 3;

bool is_success(const OutboxRow& row, const Answer& answer) {
  return answer.error.empty() && answer.status >= 200 && answer.status <= 299 && answer.receipt_id == row.id;
}

// The 4xx that speak of the moment, not of the receipt.
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

// On top of Retry-After, not instead: a server that tells everybody the same would otherwise get everybody at
// once.
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

}  // namespace tocsin
