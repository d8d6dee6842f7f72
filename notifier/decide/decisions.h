// The decisions a reader has made: acknowledged or put off.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/position.h"

namespace tocsin {

struct Decision {
  enum class Kind : std::uint8_t { acknowledged, put_off };
  std::string message;
  std::uint32_t revision = 1;
  Kind kind = Kind::acknowledged;
  Instant when;
  std::optional<Instant> until;  // put_off
  Position release;              // whose notices were shown then
};

/// The longest time a notice can be put off. If `until` lies further ahead, the clock was set back since, and
/// the decision does not count.
inline constexpr Duration kLongestPutOff = std::chrono::days(7);

/// Sorted by id, then kind; of one id and kind the highest revision first, of these the latest.
class Decisions {
 public:
  Decisions() = default;
  explicit Decisions(std::vector<Decision> rows);

  /// All rows of one id and kind. Each counts by itself: none takes another one back.
  [[nodiscard]] std::span<const Decision> of(std::string_view message, Decision::Kind kind) const;
  /// The first of them, or null.
  [[nodiscard]] const Decision* find(std::string_view message, Decision::Kind kind) const;
  [[nodiscard]] const std::vector<Decision>& rows() const { return rows_; }

 private:
  std::vector<Decision> rows_;
};

}  // namespace tocsin
