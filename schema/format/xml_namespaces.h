// XML namespaces 1.0, which pugixml does not know. Layer: format. Private to the parsers.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::xml {

/// Renames elements so that plain names mean one namespace: elements of it lose their prefix, all others get
/// a name that no vocabulary holds. Takes away declarations and the hints xsi:schemaLocation and
/// xsi:noNamespaceSchemaLocation; any other attribute with a prefix keeps it. Both return false when names
/// break Namespaces in XML 1.0 (unbound prefix, two colons, reserved names, ...).
class Namespaces {
 public:
  /// The root alone; what it declares stays bound. `uri` outlives this.
  [[nodiscard]] bool settle_root(pugi::xml_node root, std::string_view uri);
  /// An element within the root, and all within it.
  [[nodiscard]] bool settle(pugi::xml_node element);

 private:
  struct Binding {
    std::string prefix, uri;
  };

  bool settle_names(pugi::xml_node element);
  bool declare(pugi::xml_node element);
  bool bind(std::string_view prefix, std::string_view uri);
  [[nodiscard]] std::optional<std::string_view> uri_of(std::string_view prefix) const;
  bool settle_attributes(pugi::xml_node element);
  bool rename(pugi::xml_node element);

  std::string_view uri_;
  std::vector<Binding> bindings_;
};

}  // namespace tocsin::xml
