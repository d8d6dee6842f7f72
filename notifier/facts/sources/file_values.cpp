// Reads one value of a product's own file: KEY=value lines, INI, XML.
#include "notifier/facts/sources/file_values.h"

#include <pugixml.hpp>

#include "schema/core/text/text.h"
#include "schema/platform/lines.h"

namespace tocsin {
namespace {

/// `text` begins after the opening quote.
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
  constexpr std::string_view kNotPlain = " \t\"'`$\\;&|<>()";
  if (text.starts_with('"')) return double_quoted(text.substr(1));
  if (text.starts_with('\'')) return single_quoted(text.substr(1));
  if (text.find_first_of(kNotPlain) != std::string_view::npos) return std::nullopt;
  return std::string(text);
}

bool may_continue_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-';
}

/// What follows the key on a line that begins with it.
std::optional<std::string_view> behind_key(std::string_view line, std::string_view key) {
  if (key.empty() || !line.starts_with(key)) return std::nullopt;
  line.remove_prefix(key.size());
  return line.empty() || !may_continue_key(line[0]) ? std::optional(line) : std::nullopt;
}

/// UTF-16 and UTF-32 begin with their byte order mark, or have a NUL in every ASCII character.
Result<void> expect_text(std::string_view text) {
  const bool is_wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  if (!is_wide && text.find('\0') == std::string_view::npos) return {};
  return fail(Code::malformed, "file_value.read", "not text in UTF-8");
}

Failure not_understood(std::string_view key) {
  return fail(Code::malformed, "file_value.read", std::string(key) + ": a line of another form");
}

}  // namespace

Result<std::optional<std::string>> keyfile_value(std::string_view text, std::string_view key) {
  constexpr std::string_view kExport = "export ";
  TRY(expect_text(text));
  text = without_byte_order_mark(text);
  std::optional<std::string_view> last;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const bool is_export = line.starts_with(kExport);
    if (const auto rest = behind_key(is_export ? trimmed(line.substr(kExport.size())) : line, key))
      last = is_export ? line : *rest;
  }
  if (!last) return std::optional<std::string>();
  auto value = last->starts_with('=') ? unquoted(last->substr(1)) : std::nullopt;
  if (!value) return not_understood(key);
  return value;
}

namespace {

std::string_view without_quotes(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

/// "name" of "[name]", which a comment may follow; nullopt for any other line.
std::optional<std::string_view> section_name(std::string_view line) {
  if (!line.starts_with('[')) return std::nullopt;
  const std::size_t end = line.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = trimmed(line.substr(end + 1));
  const bool is_header = rest.empty() || rest.front() == ';' || rest.front() == '#';
  return is_header ? std::optional(line.substr(1, end - 1)) : std::nullopt;
}

/// "key" or "key: value", which other readers of INI understand.
bool is_key_without_sign(std::string_view line, std::string_view key) {
  if (!line.starts_with(key)) return false;
  const std::string_view rest = trimmed(line.substr(key.size()));
  return rest.empty() || rest.front() == ':';
}

}  // namespace

Result<std::optional<std::string>> ini_value(std::string_view text, std::string_view section,
                                             std::string_view key) {
  TRY(expect_text(text));
  text = without_byte_order_mark(text);
  bool is_inside = section.empty();
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == ';' || line.front() == '#') continue;
    if (const auto name = section_name(line)) {
      is_inside = !section.empty() && *name == section;
    } else if (is_inside) {
      const std::size_t equals = line.find('=');
      const bool has_sign = equals != std::string_view::npos;
      if (!has_sign && is_key_without_sign(line, key)) return not_understood(key);
      if (has_sign && trimmed(line.substr(0, equals)) == key)
        return std::string(without_quotes(trimmed(line.substr(equals + 1))));
    }
  }
  return std::optional<std::string>();
}

Result<std::optional<std::string>> config_value(std::string_view text, std::string_view place) {
  if (place.starts_with('/')) return xml_value(text, place);
  const std::size_t end = place.find(']');
  if (!place.starts_with('[') || end == std::string_view::npos || end + 1 == place.size()) {
    return fail(Code::malformed, "config_place.read", std::string(place));
  }
  return ini_value(text, place.substr(1, end - 1), place.substr(end + 1));
}

namespace {

/// Joins text that a comment splits.
std::string text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& child : element.children()) {
    const bool is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
    if (is_text) text += child.value();
  }
  return collapsed(text);
}

pugi::xml_node walk(pugi::xml_node at, std::string_view path) {
  while (at && !path.empty()) {
    path.remove_prefix(1);
    const std::string name(path.substr(0, path.find('/')));
    path.remove_prefix(name.size());
    at = at.child(name.c_str());
  }
  return at;
}

std::optional<std::string> value_at(const pugi::xml_node& document, std::string_view path) {
  const std::size_t sign = path.find('@');
  const pugi::xml_node element = walk(document, path.substr(0, sign));
  if (!element) return std::nullopt;
  if (sign == std::string_view::npos) return text_of(element);
  const pugi::xml_attribute attribute = element.attribute(std::string(path.substr(sign + 1)).c_str());
  return attribute ? std::optional<std::string>(collapsed(attribute.value())) : std::nullopt;
}

}  // namespace

// The parser detects the encoding: the file belongs to another product.
Result<std::optional<std::string>> xml_value(std::string_view text, std::string_view path) {
  try {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(text.data(), text.size());
    if (!parsed) return fail(Code::malformed, "config_place.xml", parsed.description());
    return value_at(document, path);
  } catch (const std::bad_alloc&) {
    return fail(Code::internal, "config_place.xml", "out of memory");
  }
}

}  // namespace tocsin
