// Only known keys and plain values are used.
#include "updater/platform/session_facts.h"

#include <algorithm>
#include <array>
#include <limits>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

namespace tocsin::updater {
namespace {

bool is_session_id(std::string_view word) {
  return !word.empty() && word.size() <= 32 && std::ranges::all_of(word, is_alphanumeric);
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string_view first_word(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line.substr(0, line.find(' '));
}

/// "[host]:display.screen" of a local server: ":0", ":10.0".
bool is_display(std::string_view text) {
  return text.starts_with(':') && text.size() > 1 && text.size() <= 16 &&
         text.find_first_not_of("0123456789.", 1) == std::string_view::npos;
}

enum Key : std::uint8_t { user, type, session_class, state, display, key_count };
constexpr std::array<std::string_view, key_count> kKeys = {"User", "Type", "Class", "State", "Display"};
using Values = std::array<std::optional<std::string_view>, key_count>;

/// False when a key is there twice.
bool take_property(std::string_view line, Values& values) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return true;
  const auto key = std::ranges::find(kKeys, line.substr(0, equals));
  if (key == kKeys.end()) return true;
  auto& value = values[static_cast<std::size_t>(key - kKeys.begin())];
  if (value) return false;
  value = line.substr(equals + 1);
  return true;
}

bool is_of_a_person(const Values& values) {
  const auto kind = values[type].value_or(""), state_now = values[state].value_or("");
  return values[session_class] == "user" && (kind == "x11" || kind == "wayland" || kind == "mir") &&
         (state_now == "active" || state_now == "online");
}

}  // namespace

std::vector<std::string> session_ids(std::string_view listing) {
  std::vector<std::string> ids;
  while (!listing.empty() && ids.size() < kMostSessions) {
    const std::string_view word = first_word(take_line(listing));
    if (is_session_id(word) && std::ranges::find(ids, word) == ids.end()) ids.emplace_back(word);
  }
  return ids;
}

std::optional<SessionFacts> graphical_session(std::string_view properties) {
  Values values;
  while (!properties.empty()) {
    if (!take_property(take_line(properties), values)) return std::nullopt;
  }
  const auto uid = parse_decimal(values[user].value_or(""), std::numeric_limits<std::uint32_t>::max() - 1);
  if (!is_of_a_person(values) || !uid || *uid == 0) return std::nullopt;
  const std::string_view shown = values[display].value_or("");
  return SessionFacts{static_cast<std::uint32_t>(*uid),
                      is_display(shown) ? std::string(shown) : std::string()};
}

}  // namespace tocsin::updater
