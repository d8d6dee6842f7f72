// See detect.h.
#include "schema/format/catalog/detect.h"

#include <algorithm>

namespace tocsin {

namespace {

const Detected* find_in(const std::vector<Detected>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [id](const Detected& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Detected* Detect::console(std::string_view type) const {
  return find_in(consoles, type);
}

const Detected* Detect::component(std::string_view id) const {
  return find_in(components, id);
}

}  // namespace tocsin
