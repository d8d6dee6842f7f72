// Points in time to the second, UTC, and their RFC 3339 spelling. Reads no clock.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

using Duration = std::chrono::seconds;

/// Units: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Instant {
  std::int64_t seconds = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 that <=> is compared with for a pointer.
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant a, Duration d) { return {a.seconds + d.count()}; }
  friend constexpr Instant operator-(Instant a, Duration d) { return {a.seconds - d.count()}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return Duration(a.seconds - b.seconds); }
};

/// Reads exactly "YYYY-MM-DDThh:mm:ssZ" (upper case T and Z, years 0001..9999, a day that exists, seconds
/// 00..59); anything else is nullopt.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// The same spelling; instants outside years 0001..9999 are clamped to that range.
[[nodiscard]] std::string format_instant(Instant instant);

}  // namespace tocsin
