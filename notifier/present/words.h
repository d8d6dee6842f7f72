// The interface's words for the catalog's closed lists. Layer: notifier.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/truth.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

[[nodiscard]] std::string_view severity_word(Severity severity);      // "Critical", as a heading
[[nodiscard]] std::string_view severity_in_a_row(Severity severity);  // "critical", within a sentence
[[nodiscard]] std::string_view category_word(Category category);

}  // namespace tocsin
