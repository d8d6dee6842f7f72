// The three orders behind schema/core/version/version.h, one source each. Layer: core, private to it.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace tocsin::versions {

using Order = std::optional<std::strong_ordering>;  // nullopt: one side is not a version

[[nodiscard]] bool is_dotted(std::string_view text);
[[nodiscard]] Order compare_dotted(std::string_view a, std::string_view b);

[[nodiscard]] bool is_semver(std::string_view text);
[[nodiscard]] Order compare_semver(std::string_view a, std::string_view b);

[[nodiscard]] bool is_deb(std::string_view text);
[[nodiscard]] Order compare_deb(std::string_view a, std::string_view b);

[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The part of `rest` before the first `separator`; `rest` moves behind it, and is cleared when there is
/// none.
[[nodiscard]] constexpr std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

}  // namespace tocsin::versions
