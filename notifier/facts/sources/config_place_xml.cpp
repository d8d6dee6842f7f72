// A value within a product's own XML file: names step by step, no XPath. Layer: notifier/facts/sources.
#include <pugixml.hpp>

#include "notifier/facts/sources/config_place.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

/// Text that a comment splits is still one text.
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

std::optional<std::string> value_at(const pugi::xml_document& document, std::string_view path) {
  const std::size_t sign = path.find('@');
  const pugi::xml_node element = walk(document, path.substr(0, sign));
  if (!element) return std::nullopt;
  if (sign == std::string_view::npos) return text_of(element);
  const pugi::xml_attribute attribute = element.attribute(std::string(path.substr(sign + 1)).c_str());
  return attribute ? std::optional<std::string>(collapsed(attribute.value())) : std::nullopt;
}

}  // namespace

// The encoding is the file's own affair: it is a foreign product's.
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
