// Kleene's three truth values, and the severities of notices.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

enum class Truth : std::uint8_t { no, unknown, yes };  // ordered: conjunction is the minimum

[[nodiscard]] constexpr Truth both(Truth a, Truth b) {
  return a < b ? a : b;
}
[[nodiscard]] constexpr Truth either(Truth a, Truth b) {
  return a < b ? b : a;
}
[[nodiscard]] constexpr Truth negated(Truth a) {
  return a == Truth::unknown ? a : (a == Truth::yes ? Truth::no : Truth::yes);
}
/// "true", "false" or "unknown", as explain prints them.
[[nodiscard]] constexpr std::string_view truth_name(Truth t) {
  return t == Truth::yes ? "true" : t == Truth::no ? "false" : "unknown";
}

enum class Severity : std::uint8_t { info, warning, critical };  // ordered

[[nodiscard]] constexpr std::string_view severity_name(Severity s) {
  return s == Severity::info ? "info" : s == Severity::warning ? "warning" : "critical";
}
[[nodiscard]] constexpr std::optional<Severity> severity_from_name(std::string_view name) {
  if (name == "info") return Severity::info;
  if (name == "warning") return Severity::warning;
  if (name == "critical") return Severity::critical;
  return std::nullopt;
}

}  // namespace tocsin
