// The closed vocabulary of conditions, as a tree. Layer: format. Cannot evaluate itself.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/core/version/range.h"

namespace tocsin {

/// Views live as long as the catalog. Fields that the operator does not use are empty.
struct Condition {
  enum class Op : std::uint8_t { all, any, none, not_, console, component, os, locale, unknown };
  Op op = Op::all;
  bool has_unknown_attribute = false;  // then the whole condition is unknown
  int line = 0;
  std::string_view name;            // console: type; component: id; os: family; unknown: the element's name
  std::string_view os_id, os_arch;  // os
  std::string_view range_text;      // console, component, os: `version` as written
  VersionRange range;               // the same, parsed; no interval when the attribute is absent
  std::vector<std::string_view> locale_ranges;  // locale: any of them
  std::vector<Condition> children;
};

[[nodiscard]] std::string_view op_name(Condition::Op op);

}  // namespace tocsin
