// What a misspelt word of the grammar was meant to be. Layer: packaging/kit, private to lint.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct Misspelling {
  std::string word;   // as written
  std::string meant;  // the nearest that the grammar knows; empty: none is near
};

/// The first element (`rule` unknown-condition, unknown-element, unknown-source) or attribute
/// (unknown-attribute) of the line that the grammar does not know; nothing for other rules, and where the
/// line has none.
[[nodiscard]] std::optional<Misspelling> misspelling(std::string_view document, int line,
                                                     std::string_view rule);

}  // namespace tocsin
