// The language that shows what is wrong with a window. Layer: notifier.
#pragma once

#include <string_view>

namespace tocsin {

/// "[Ňóťïçéš ~~~]": accented, 40 % longer, in brackets; {names} and the & of a key stay. Kept for the
/// program's life.
[[nodiscard]] std::string_view pseudo_sentence(std::string_view english);

}  // namespace tocsin
