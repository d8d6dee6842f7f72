// Dates as the reader writes them, without depending on which locales the system has generated.
// Layer: notifier. Knows no toolkit.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "schema/core/instant.h"

namespace tocsin {

/// Seconds to add to UTC for the reader's wall clock at that instant.
using UtcOffset = std::function<Duration(Instant)>;

/// The zone of this process (TZ, /etc/localtime).
[[nodiscard]] Duration local_offset(Instant at);

/// "31 January 2027", "January 31, 2027", "31. Januar 2027", "2027年1月31日"; by the first of `locales` whose
/// language is known, else as in English.
[[nodiscard]] std::string format_date(Instant at, std::span<const std::string> locales,
                                      const UtcOffset& offset);

/// The same with ", 14:30" behind it unless the wall clock shows midnight.
[[nodiscard]] std::string format_moment(Instant at, std::span<const std::string> locales,
                                        const UtcOffset& offset);

}  // namespace tocsin
