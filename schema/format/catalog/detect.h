// Declarative detection: where to look for a console, a component or the management server itself.
// Layer: format. Says where; never looks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/core/version/version.h"

namespace tocsin {

/// One place to look at. Views live as long as the catalog.
struct Source {
  enum class Kind : std::uint8_t { registry, uninstall, file, service, package, keyfile, config, unknown };
  Kind kind = Kind::unknown;
  std::string_view name;   // uninstall, service, package: name; registry: key; file, keyfile, config: path
  std::string_view value;  // registry: value; keyfile: key; config: where in the file (see schema/README.md)
  Scheme scheme = Scheme::dotted;  // package: deb unless said otherwise
  int line = 0;
};

/// A console type or a component with its sources, in order.
struct Detected {
  std::string_view id;
  std::vector<Source> sources;
  int line = 0;
};

struct Detect {
  bool has_host = false;
  std::vector<Source> host;
  std::vector<Detected> consoles;
  std::vector<Detected> components;

  [[nodiscard]] const Detected* console(std::string_view type) const;
  [[nodiscard]] const Detected* component(std::string_view id) const;
};

}  // namespace tocsin
