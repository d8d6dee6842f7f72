// See xml_namespaces.h. Rare: an author's editor may write prefixes; the usual catalog has one xmlns on its
// root.
#include "schema/format/xml_namespaces.h"

#include <algorithm>
#include <utility>

namespace tocsin::xml {

namespace {

constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view kSchemaInstanceUri = "http://www.w3.org/2001/XMLSchema-instance";

struct Name {
  std::string_view prefix, local;
};

// nullopt unless "local" or "prefix:local", each part a name of its own.
std::optional<Name> split(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return Name{{}, name};
  const Name parts{name.substr(0, colon), name.substr(colon + 1)};
  const auto begins_well = [](std::string_view part) {
    return !part.empty() && part[0] != '-' && part[0] != '.' && (part[0] < '0' || part[0] > '9');
  };
  if (!begins_well(parts.prefix) || !begins_well(parts.local)) return std::nullopt;
  if (parts.local.find(':') != std::string_view::npos) return std::nullopt;
  return parts;
}

}  // namespace

bool Namespaces::settle_root(pugi::xml_node root, std::string_view uri) {
  uri_ = uri;
  bindings_ = {{"xml", std::string(kXmlUri)}};
  return settle_names(root);
}

bool Namespaces::settle_names(pugi::xml_node element) {
  return declare(element) && settle_attributes(element) && rename(element);
}

// Depth is bounded by the scan.
bool Namespaces::settle(pugi::xml_node element) {
  const std::size_t outer = bindings_.size();
  if (!settle_names(element)) return false;
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && !settle(child)) return false;
  }
  bindings_.resize(outer);
  return true;
}

bool Namespaces::declare(pugi::xml_node element) {
  for (auto attribute = element.first_attribute(); attribute;) {
    const auto next = attribute.next_attribute();
    const auto name = split(attribute.name());
    if (!name) return false;
    const bool is_default = name->prefix.empty() && name->local == "xmlns";
    if (is_default || name->prefix == "xmlns") {
      if (!bind(is_default ? std::string_view{} : name->local, attribute.value())) return false;
      element.remove_attribute(attribute);
    }
    attribute = next;
  }
  return true;
}

bool Namespaces::bind(std::string_view prefix, std::string_view uri) {
  if (prefix == "xmlns" || uri == kXmlnsUri) return false;
  if ((prefix == "xml") != (uri == kXmlUri)) return false;
  if (!prefix.empty() && uri.empty()) return false;
  bindings_.push_back({std::string(prefix), std::string(uri)});
  return true;
}

std::optional<std::string_view> Namespaces::uri_of(std::string_view prefix) const {
  const auto found = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                  [prefix](const Binding& b) { return b.prefix == prefix; });
  if (found != bindings_.rend()) return found->uri;
  return prefix.empty() ? std::optional<std::string_view>("") : std::nullopt;
}

bool Namespaces::settle_attributes(pugi::xml_node element) {
  std::vector<std::pair<std::string_view, std::string_view>> seen;  // expanded names: unique like plain ones
  for (auto attribute = element.first_attribute(); attribute;) {
    const auto next = attribute.next_attribute();
    const auto name = split(attribute.name());
    if (!name->prefix.empty()) {
      const auto uri = uri_of(name->prefix);
      if (!uri) return false;
      const std::pair expanded{*uri, name->local};
      if (std::find(seen.begin(), seen.end(), expanded) != seen.end()) return false;
      seen.push_back(expanded);
      const bool is_hint = *uri == kSchemaInstanceUri &&
                           (name->local == "schemaLocation" || name->local == "noNamespaceSchemaLocation");
      if (is_hint) element.remove_attribute(attribute);
    }
    attribute = next;
  }
  return true;
}

bool Namespaces::rename(pugi::xml_node element) {
  const auto name = split(element.name());
  if (!name || name->prefix == "xmlns") return false;
  const auto uri = uri_of(name->prefix);
  if (!uri) return false;
  std::string settled(name->local);
  if (*uri != uri_) settled = name->prefix.empty() ? "?" + settled.substr(1) : element.name();
  return settled == element.name() || element.set_name(settled.c_str());
}

}  // namespace tocsin::xml
