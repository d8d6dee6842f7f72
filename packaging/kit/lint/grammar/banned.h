// Characters that may not be shown, as a finding names them.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::grammar {

/// What may not be shown in the text, and what to do; empty if all of it may.
[[nodiscard]] std::string banned_character(std::string_view text);

}  // namespace tocsin::grammar
