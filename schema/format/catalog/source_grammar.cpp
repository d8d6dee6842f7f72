// The grammar of places, by hand-written checks.
#include "schema/format/catalog/source_grammar.h"

#include <algorithm>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

namespace tocsin {

namespace {

constexpr std::size_t kPlaceMax = 1024;
constexpr std::size_t kNameMax = 256;
constexpr std::size_t kWordMax = 128;

/// Whether the text holds letters, digits and `more` only; true of an empty one.
bool holds_only(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(),
                     [more](char c) { return is_alphanumeric(c) || more.find(c) != more.npos; });
}

bool is_no_longer_than(std::size_t max, std::string_view text) {
  return text.size() <= max || code_points(text) <= max;
}

// Whether the text is one or more parts, each after a separator, and each passes the check.
template <typename Check>
bool all_parts(std::string_view text, char separator, Check check) {
  if (text.empty() || text[0] != separator) return false;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::string_view part = text.substr(0, text.find(separator));
    if (!check(part)) return false;
    text.remove_prefix(part.size());
  }
  return true;
}

bool is_component(std::string_view part) {
  return !part.empty() && part != "." && part != "..";
}

bool is_windows_component(std::string_view part) {
  return is_component(part) && part.find_first_of("/:*?\"<>|") == part.npos && part.back() != '.' &&
         part.back() != ' ';
}

// The rest after "C:" or "%Variable%"; empty if there is neither.
std::string_view behind_drive(std::string_view text) {
  if (text.size() > 2 && is_letter(text[0]) && text[1] == ':') return text.substr(2);
  if (text.size() < 3 || text[0] != '%' || !is_letter(text[1])) return {};
  const std::size_t close = text.find('%', 1);
  if (close == text.npos || !holds_only(text.substr(1, close - 1), "_()")) return {};
  return text.substr(close + 1);
}

bool is_element_path(std::string_view text) {
  const auto is_word = [](std::string_view word) { return !word.empty() && holds_only(word, "._:-"); };
  const std::size_t at = text.find('@');
  if (at != text.npos && !is_word(text.substr(at + 1))) return false;
  return all_parts(text.substr(0, at), '/', is_word);
}

bool is_section_and_key(std::string_view text) {
  if (text.empty() || text[0] != '[') return false;
  const std::size_t close = text.find(']');
  if (close == text.npos || close + 1 == text.size()) return false;
  return text.find_first_of("[]=", 1) == close && text.find_first_of("[]=", close + 1) == text.npos;
}

}  // namespace

bool is_local_path(std::string_view text) {
  if (!is_no_longer_than(kPlaceMax, text)) return false;
  return all_parts(text, '/', is_component) || all_parts(behind_drive(text), '\\', is_windows_component);
}

bool is_registry_key(std::string_view text) {
  if (!is_no_longer_than(kPlaceMax, text) || !text.starts_with("HKLM\\")) return false;
  return all_parts(text.substr(4), '\\', [](std::string_view part) { return !part.empty(); });
}

bool is_config_place(std::string_view text) {
  return is_no_longer_than(kPlaceMax, text) && (is_element_path(text) || is_section_and_key(text));
}

bool is_package_name(std::string_view text) {
  return !text.empty() && text.size() <= kWordMax && is_alphanumeric(text[0]) && holds_only(text, "+._:-");
}

bool is_keyfile_key(std::string_view text) {
  if (text.empty() || text.size() > kWordMax || !(is_letter(text[0]) || text[0] == '_')) return false;
  return holds_only(text, "_.-");
}

bool is_service_name(std::string_view text) {
  return is_display_name(text) && text.find_first_of("/\\") == text.npos;
}

bool is_display_name(std::string_view text) {
  return !text.empty() && is_no_longer_than(kNameMax, text);
}

}  // namespace tocsin
