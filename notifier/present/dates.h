// Dates in the reader's language. Does not depend on the locales that are generated on the system.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "schema/core/instant.h"

namespace tocsin {

/// The offset of the reader's wall clock from UTC at that instant.
using UtcOffset = std::function<Duration(Instant)>;

/// By the time zone of this process (TZ, /etc/localtime).
[[nodiscard]] Duration local_offset(Instant at);

/// "31 January 2027", "January 31, 2027", "31. Januar 2027", "2027年1月31日": by the first of `locales` whose
/// language is in the table, otherwise in English.
[[nodiscard]] std::string format_date(Instant at, std::span<const std::string> locales,
                                      const UtcOffset& offset);

/// The same, followed by ", 14:30" unless the wall clock shows midnight.
[[nodiscard]] std::string format_moment(Instant at, std::span<const std::string> locales,
                                        const UtcOffset& offset);

/// "31 January 2027, 14:30 (UTC+1)": a moment with its zone.
[[nodiscard]] std::string format_moment_in_zone(Instant at, std::span<const std::string> locales,
                                                const UtcOffset& offset);

}  // namespace tocsin
