// What a language calls itself, for the choice of language. Layer: notifier.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// "Deutsch", "Deutsch (de-CH)"; the tag itself for a language that is not in the table.
[[nodiscard]] std::string language_name(std::string_view tag);

}  // namespace tocsin
