// Points in time to the second, UTC, and their RFC 3339 spelling. Reads no clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

using Instant = std::chrono::sys_seconds;
using Duration = std::chrono::seconds;

/// Units: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
[[nodiscard]] constexpr Instant instant_at(std::int64_t seconds) {
  return Instant(Duration(seconds));
}
[[nodiscard]] constexpr std::int64_t seconds_of(Instant instant) {
  return instant.time_since_epoch().count();
}

/// Reads exactly "YYYY-MM-DDThh:mm:ssZ" (upper case T and Z, years 0001..9999, a day that exists, seconds
/// 00..59); anything else is nullopt.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// The same spelling; instants outside years 0001..9999 are clamped to that range.
[[nodiscard]] std::string format_instant(Instant instant);

}  // namespace tocsin
