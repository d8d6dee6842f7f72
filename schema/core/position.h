// Where a signed document stands among those of its role: the epoch of its keys, and its serial number within
// that epoch.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// Ordered by epoch, then by serial.
struct Position {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 that <=> is compared with for a pointer.
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

/// "2.7".
[[nodiscard]] std::string format_position(const Position& position);

/// Reads exactly what format_position writes: decimal digits without leading zeros.
[[nodiscard]] std::optional<Position> parse_position(std::string_view text);

}  // namespace tocsin
