// XML namespaces 1.0, which pugixml does not know. Layer: format. Private to the parsers.
#pragma once

#include <pugixml.hpp>
#include <string_view>

namespace tocsin::xml {

/// Renames the tree so that plain names mean `uri`: elements of it lose their prefix, all others get a name
/// that no vocabulary holds. Takes away declarations and the hints xsi:schemaLocation and
/// xsi:noNamespaceSchemaLocation; any other attribute with a prefix keeps it. Without `everywhere` only the
/// root is looked at (the scan saw no namespace below). Shape: false when the names break Namespaces in
/// XML 1.0 (unbound prefix, two colons, reserved names, ...).
[[nodiscard]] bool settle_namespaces(pugi::xml_node root, std::string_view uri, bool everywhere);

}  // namespace tocsin::xml
