// Licence texts, compiled in: licenses.cmake makes their source from the packages that are linked.
#pragma once

#include <span>
#include <string_view>

namespace tocsin::control {

struct LicenseText {
  std::string_view name;  // "pugixml 1.13", "Apache-2.0"
  std::string_view text;
};

/// This product's own first, then each library's, then the common texts to which those refer.
[[nodiscard]] std::span<const LicenseText> license_texts();

}  // namespace tocsin::control
