// Tells INI places from XML ones, and reads INI. Layer: notifier/facts/sources.
#include "notifier/facts/sources/config_place.h"

#include "schema/platform/lines.h"

namespace tocsin {
namespace {

std::string_view without_quotes(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

/// "name" of "[name]"; nullopt for any other line.
std::optional<std::string_view> section_name(std::string_view line) {
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return std::nullopt;
  return line.substr(1, line.size() - 2);
}

}  // namespace

std::optional<std::string> ini_value(std::string_view text, std::string_view section, std::string_view key) {
  text = without_byte_order_mark(text);
  bool is_inside = section.empty();
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == ';' || line.front() == '#') continue;
    if (const auto name = section_name(line)) {
      is_inside = !section.empty() && *name == section;
    } else if (const std::size_t equals = line.find('='); is_inside && equals != std::string_view::npos) {
      if (trimmed(line.substr(0, equals)) == key)
        return std::string(without_quotes(trimmed(line.substr(equals + 1))));
    }
  }
  return std::nullopt;
}

Result<std::optional<std::string>> config_value(std::string_view text, std::string_view place) {
  if (place.starts_with('/')) return xml_value(text, place);
  const std::size_t end = place.find(']');
  if (!place.starts_with('[') || end == std::string_view::npos || end + 1 == place.size()) {
    return fail(Code::malformed, "config_place.read", std::string(place));
  }
  return ini_value(text, place.substr(1, end - 1), place.substr(end + 1));
}

}  // namespace tocsin
