// See condition.h.
#include "schema/format/catalog/condition.h"

#include <array>
#include <cstddef>

namespace tocsin {

std::string_view op_name(Condition::Op op) {
  constexpr std::array<std::string_view, 9> kNames{"all",       "any", "none",   "not",    "console",
                                                   "component", "os",  "locale", "unknown"};
  return kNames[static_cast<std::size_t>(op)];
}

}  // namespace tocsin
