// How fast one installation may send. Pure; the caller brings the time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace tocsin::intake {

/// A bucket of tokens for each key: `rate` a second flow in, at most `burst` are held, each event takes one.
/// Memory is bounded: a full bucket is the same as none, so full ones are dropped; if still too many are
/// left, all are.
class Throttle {
 public:
  struct Limits {
    double rate = 20;
    double burst = 200;
    std::size_t keys = 100000;
  };
  explicit Throttle(Limits limits) : limits_(limits) {}

  /// Units: `now_ms` of a clock that does not go back.
  [[nodiscard]] bool allows(std::uint64_t key, std::int64_t now_ms) {
    if (buckets_.size() >= limits_.keys) forget(now_ms);
    Bucket& bucket = buckets_.try_emplace(key, Bucket{limits_.burst, now_ms}).first->second;
    bucket.tokens = filled(bucket, now_ms);
    bucket.at_ms = now_ms;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
  [[nodiscard]] std::size_t keys() const { return buckets_.size(); }

 private:
  struct Bucket {
    double tokens;
    std::int64_t at_ms;
  };
  [[nodiscard]] double filled(const Bucket& bucket, std::int64_t now_ms) const {
    return std::min(limits_.burst,
                    bucket.tokens + static_cast<double>(now_ms - bucket.at_ms) * limits_.rate / 1000);
  }
  void forget(std::int64_t now_ms) {
    std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now_ms) >= limits_.burst; });
    if (buckets_.size() >= limits_.keys) buckets_.clear();
  }

  Limits limits_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace tocsin::intake
