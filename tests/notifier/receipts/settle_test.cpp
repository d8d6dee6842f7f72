// What becomes of a receipt after each kind of answer, and when it is tried again.
#include <doctest/doctest.h>

#include "notifier/receipts/sender.h"
#include "notifier/record/state_reader.h"

using namespace tocsin;

namespace {

using Kind = Settlement::Kind;
constexpr Instant kNow = instant_at(1'800'000'000);
constexpr std::int64_t kDay = 86'400;

OutboxRow row_with(std::uint32_t attempts, std::uint32_t refusals = 0) {
  OutboxRow row;
  row.id = "abc";
  row.attempts = attempts;
  row.refusals = refusals;
  return row;
}

Answer answer_of(int status, const std::string& echo = {}, std::optional<std::int64_t> retry_after = {}) {
  Answer answer;
  answer.status = status;
  answer.receipt_id = echo;
  if (retry_after) answer.retry_after = Duration(*retry_after);
  return answer;
}

std::int64_t delay_of(const OutboxRow& row, const Answer& answer, double uniform01) {
  return (settle(row, answer, kNow, uniform01).next_attempt - kNow).count();
}

}  // namespace

TEST_CASE("every status from 100 to 999, with and without the echo") {
  for (int status = 100; status <= 999; ++status) {
    CAPTURE(status);
    const bool passing = status == 407 || status == 408 || status == 409 || status == 425 || status == 429;
    const bool refusal = status >= 400 && status < 500 && !passing;
    const bool success = status >= 200 && status < 300;
    const Settlement echoed = settle(row_with(0), answer_of(status, "abc"), kNow, 0.5);
    CHECK((echoed.kind == Kind::delivered) == success);
    CHECK(echoed.refused == refusal);
    const Settlement bare = settle(row_with(0), answer_of(status), kNow, 0.5);
    CHECK(bare.kind == Kind::postponed);
    CHECK(bare.refused == refusal);
    CHECK_FALSE(bare.error.empty());
    const Settlement third = settle(row_with(2, 2), answer_of(status), kNow, 0.5);
    CHECK((third.kind == Kind::parked) == refusal);
  }
}

TEST_CASE("what is no delivery") {
  struct Row {
    std::string_view name;
    Answer answer;
  };
  Answer cut = answer_of(200, "abc");
  cut.error = "Transferred a partial file";
  const Row rows[] = {{"no answer", answer_of(0)},
                      {"no answer, and an echo from nowhere", answer_of(0, "abc")},
                      {"another id", answer_of(200, "abd")},
                      {"longer id", answer_of(200, "abcd")},
                      {"other case", answer_of(200, "ABC")},
                      {"two ids", answer_of(200, "abc, abc")},
                      {"no id", answer_of(204)},
                      {"cut off", cut},
                      {"echo with an error status", answer_of(500, "abc")},
                      {"echo with a redirect", answer_of(302, "abc")}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Settlement settlement = settle(row_with(0), row.answer, kNow, 0.5);
    CHECK(settlement.kind == Kind::postponed);
    CHECK_FALSE(settlement.refused);
    CHECK_FALSE(settlement.error.empty());
  }
}

TEST_CASE("the delay doubles up to six hours, uniform from zero") {
  struct Row {
    std::string_view name;
    std::uint32_t attempts;
    std::int64_t most;
  };
  const Row rows[] = {{"first", 0, 30},
                      {"second", 1, 60},
                      {"fifth", 4, 480},
                      {"tenth", 9, 15'360},
                      {"capped", 10, 21'600},
                      {"long after", 40, 21'600},
                      {"counter at its end", 0xffffffff, 21'600}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(delay_of(row_with(row.attempts), answer_of(503), 0.0) == 0);
    CHECK(delay_of(row_with(row.attempts), answer_of(503), 0.5) == row.most / 2);
    CHECK(delay_of(row_with(row.attempts), answer_of(503), 1.0) == row.most);
    CHECK(delay_of(row_with(row.attempts), answer_of(503), 7.0) == row.most);
    CHECK(delay_of(row_with(row.attempts), answer_of(503), -1.0) == 0);
  }
}

TEST_CASE("Retry-After is a minimum, capped at a day, with the jitter behind it") {
  struct Row {
    std::string_view name;
    std::int64_t retry_after;
    double uniform01;
    std::int64_t delay;
  };
  const Row rows[] = {
      {"zero", 0, 0.5, 15},       {"an hour", 3'600, 0.0, 3'600},    {"an hour, spread", 3'600, 1.0, 3'630},
      {"a day", kDay, 1.0, kDay}, {"a year", 365 * kDay, 0.0, kDay}, {"negative", -5, 0.0, 0}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(delay_of(row_with(0), answer_of(429, {}, row.retry_after), row.uniform01) == row.delay);
    CHECK(delay_of(row_with(0), answer_of(503, {}, row.retry_after), row.uniform01) == row.delay);
  }
}

TEST_CASE("a refusal waits a day, whatever the dice say; the third parks") {
  for (const double dice : {0.0, 0.5, 1.0}) {
    CHECK(delay_of(row_with(0), answer_of(410), dice) == kDay);
    CHECK(delay_of(row_with(9, 1), answer_of(410, {}, 5), dice) == kDay);
  }
  CHECK(settle(row_with(9, 0), answer_of(410), kNow, 0).kind == Kind::postponed);
  CHECK(settle(row_with(9, 1), answer_of(410), kNow, 0).kind == Kind::postponed);
  CHECK(settle(row_with(9, 2), answer_of(410), kNow, 0).kind == Kind::parked);
  CHECK(settle(row_with(9, 2), answer_of(503), kNow, 0).kind == Kind::postponed);
  CHECK(settle(row_with(9, 2), answer_of(200, "abc"), kNow, 0).kind == Kind::delivered);
}
