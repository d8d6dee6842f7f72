#include "schema/core/position.h"

#include <limits>

#include "schema/core/text/text.h"

namespace tocsin {

std::string format_position(const Position& position) {
  return std::to_string(position.epoch) + '.' + std::to_string(position.serial);
}

std::optional<Position> parse_position(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto epoch = parse_decimal(text.substr(0, dot), std::numeric_limits<std::uint32_t>::max());
  const auto serial = parse_decimal(text.substr(dot + 1), std::numeric_limits<std::uint64_t>::max());
  if (!epoch || !serial) return std::nullopt;
  const Position position{static_cast<std::uint32_t>(*epoch), *serial};
  if (format_position(position) != text) return std::nullopt;
  return position;
}

}  // namespace tocsin
