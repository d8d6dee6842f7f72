// A version range as an administrator would say it. Layer: notifier.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// "[9.5,9.6) [9.7]" -> "9.5 up to but not including 9.6, or 9.7". What is no range stays as it is.
[[nodiscard]] std::string range_words(std::string_view range);

}  // namespace tocsin
