// The one way in which a program writes JSON: in ASCII. A terminal obeys C1 controls and bidi overrides,
// which are no controls to a JSON writer, and Windows PowerShell 5.1 reads a program's output in an old code
// page.
#pragma once

#include <string>

namespace tocsin {

/// Everything beyond printable ASCII as \uXXXX, and what is not UTF-8 as U+FFFD. A JSON parser reads the same
/// values. Units: `indent` is in blanks for each level; -1: one line, without blanks.
template <typename Json>
[[nodiscard]] std::string ascii_json(const Json& value, int indent) {
  return value.dump(indent, ' ', true, Json::error_handler_t::replace);
}

}  // namespace tocsin
