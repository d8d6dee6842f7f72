// `KEY=value` files in os-release's manner. Layer: notifier/facts/sources.
#include "notifier/facts/sources/keyfile.h"

#include "schema/platform/lines.h"

namespace tocsin {
namespace {

/// `text` is what follows the opening quote.
std::optional<std::string> double_quoted(std::string_view text) {
  constexpr std::string_view kEscaped = "\"\\$`";
  std::string value;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1 == text.size() ? std::optional(value) : std::nullopt;
    const bool is_escape =
        text[at] == '\\' && at + 1 < text.size() && kEscaped.find(text[at + 1]) != std::string_view::npos;
    value += is_escape ? text[++at] : text[at];
  }
  return std::nullopt;
}

std::optional<std::string> single_quoted(std::string_view text) {
  if (text.empty() || text.find('\'') != text.size() - 1) return std::nullopt;
  return std::string(text.substr(0, text.size() - 1));
}

std::optional<std::string> unquoted(std::string_view text) {
  constexpr std::string_view kNotPlain = " \t\"'`$\\";
  if (text.starts_with('"')) return double_quoted(text.substr(1));
  if (text.starts_with('\'')) return single_quoted(text.substr(1));
  if (text.find_first_of(kNotPlain) != std::string_view::npos) return std::nullopt;
  return std::string(text);
}

}  // namespace

std::optional<std::string> keyfile_value(std::string_view text, std::string_view key) {
  std::optional<std::string_view> last;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == '=') {
      last = line.substr(key.size() + 1);
    }
  }
  return last ? unquoted(*last) : std::nullopt;
}

}  // namespace tocsin
