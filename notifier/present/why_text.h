// Why a notice is shown, as sentences for the reader.
#pragma once

#include <string>
#include <string_view>

#include "notifier/decide/explain/explain.h"
#include "schema/core/brand.h"

namespace tocsin {

/// "[9.5,9.6) [9.7]" -> "9.5 up to but not including 9.6, or 9.7". Text that is not a version range is
/// returned unchanged.
[[nodiscard]] std::string range_words(std::string_view range);

/// The group that is addressed, and the condition as it was evaluated on this machine, one line for each
/// node.
[[nodiscard]] std::string why_text(const ExplainedMessage& message, const Brand& brand);

}  // namespace tocsin
