// Ten thousand clients in virtual time, each with the real back-off: what the server sees of them together.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <random>
#include <vector>

#include "notifier/receipts/sender.h"
#include "notifier/record/state_reader.h"

using namespace tocsin;

namespace {

constexpr int kClients = 10'000;
constexpr std::int64_t kStart = 1'800'000'000;
constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kLongestDelay = 6 * kHour;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double operator()() { return uniform_(engine_); }

 private:
  std::mt19937_64 engine_;
  std::uniform_real_distribution<double> uniform_{0.0, 1.0};
};

Answer failure(int status, std::optional<Duration> retry_after = {}) {
  return {.status = status, .receipt_id = {}, .retry_after = retry_after, .error = {}};
}

OutboxRow queued_row() {
  OutboxRow row;
  row.id = "abc";
  return row;
}

// When it tries again after its try at `now` has failed, as the outbox would keep it.
std::int64_t next_try(OutboxRow& row, const Answer& answer, std::int64_t now, Dice& dice) {
  const Settlement settlement = settle(row, answer, instant_at(now), dice());
  if (settlement.kind != Settlement::Kind::postponed) FAIL("not postponed");
  ++row.attempts;
  return std::max(seconds_of(settlement.next_attempt), now + 1);
}

// Five standard deviations of a count around its expectation.
double noise(double expected) {
  return 5 * std::sqrt(expected) + 1;
}

// Seconds after the server's return at which each client arrives, when all began to try at the same second.
std::vector<std::int64_t> arrivals_after(std::int64_t outage, Dice& dice) {
  std::vector<std::int64_t> late;
  for (int client = 0; client < kClients; ++client) {
    OutboxRow row = queued_row();
    std::int64_t now = kStart;
    while (now - kStart < outage) now = next_try(row, failure(503), now, dice);
    late.push_back(now - kStart - outage);
  }
  return late;
}

std::vector<int> counted(const std::vector<std::int64_t>& times, std::int64_t bucket, std::size_t buckets) {
  std::vector<int> counts(buckets);
  for (const std::int64_t time : times) {
    ++counts[std::min(static_cast<std::size_t>(time / bucket), buckets - 1)];
  }
  return counts;
}

}  // namespace

TEST_CASE("after a day's outage everybody is there within six hours, at no time more than twice the mean") {
  Dice dice(7);
  const auto late = arrivals_after(24 * kHour, dice);
  CHECK(*std::max_element(late.begin(), late.end()) <= kLongestDelay);
  // What is left of a wait that is uniform up to six hours, seen at any moment: a straight line that falls
  // from twice the mean to nothing. So a factor of two holds over the first three hours, and against the mean
  // at all times.
  constexpr std::size_t kBuckets = 24;
  const auto counts = counted(late, kLongestDelay / kBuckets, kBuckets);
  const double mean = static_cast<double>(kClients) / kBuckets;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    CAPTURE(bucket);
    const double expected = mean * 2 * (1 - (static_cast<double>(bucket) + 0.5) / kBuckets);
    CHECK(std::abs(counts[bucket] - expected) < noise(expected));
    CHECK(counts[bucket] < 2 * mean + noise(2 * mean));
  }
  const auto half = counts.begin() + kBuckets / 2;
  const int most = *std::max_element(counts.begin(), half);
  const int least = *std::min_element(counts.begin(), half);
  CHECK(most < 2 * (least + noise(least)));
}

TEST_CASE("no minute after an outage stands out, also after a short one") {
  for (const std::int64_t hours : {1, 6, 24}) {
    CAPTURE(hours);
    Dice dice(static_cast<std::uint64_t>(hours));
    const auto late = arrivals_after(hours * kHour, dice);
    // A wait is about as long as the outage was so far, so that a short one ends in a shorter and denser
    // return.
    const double mean = kClients / (static_cast<double>(std::min(kLongestDelay, hours * kHour)) / 60);
    const double most = (hours < 24 ? 3 : 2) * mean;
    for (const int count : counted(late, 60, 360)) CHECK(count < most + noise(most));
  }
}

TEST_CASE("the storm of nine o'clock: those a small server turns away come back spread, and few times") {
  // A first try follows the reader at once: the dialog becomes the sender. Here all logons fall into one
  // minute, and the server can take 20 a second.
  constexpr int kCapacity = 20;
  using Try = std::pair<std::int64_t, int>;
  std::priority_queue<Try, std::vector<Try>, std::greater<>> tries;
  std::vector<OutboxRow> rows(kClients, queued_row());
  Dice dice(9);
  for (int client = 0; client < kClients; ++client) {
    tries.push({kStart + static_cast<std::int64_t>(60 * dice()), client});
  }
  std::vector<std::int64_t> offered, taken;
  std::int64_t second = kStart;
  for (int in_second = 0; !tries.empty();) {
    const auto [now, client] = tries.top();
    tries.pop();
    in_second = now == second ? in_second + 1 : 1;
    second = now;
    offered.push_back(now - kStart);
    if (in_second <= kCapacity) {
      taken.push_back(now - kStart);
    } else {
      tries.push({next_try(rows[static_cast<std::size_t>(client)], failure(503), now, dice), client});
    }
  }
  CHECK(taken.size() == kClients);
  CHECK(taken.back() < kHour);
  CHECK(taken[kClients * 9 / 10] <
        2 * kClients / kCapacity);  // nine in ten in twice what an ideal queue takes
  CHECK(offered.size() < 6 * kClients);
  const auto by_minute = counted(offered, 60, 60);
  for (std::size_t minute = 4; minute < by_minute.size(); ++minute)
    CHECK(by_minute[minute] < by_minute[0] / 2);
}

TEST_CASE("told the same Retry-After, they come flat over the width of their next wait") {
  Dice dice(11);
  std::vector<std::int64_t> late;
  for (int client = 0; client < kClients; ++client) {
    OutboxRow row = queued_row();
    row.attempts = 9;  // its next wait is up to 30 s * 2^9
    const std::int64_t wait = next_try(row, failure(429, Duration(kHour)), kStart, dice) - kStart;
    CHECK(wait >= kHour);
    late.push_back(wait - kHour);
  }
  for (const int count : counted(late, 1'536, 10))
    CHECK(std::abs(count - kClients / 10) < noise(kClients / 10));
}
