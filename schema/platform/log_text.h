// What a log line looks like before it leaves: pure text. Layer: platform.
#pragma once

#include <string>
#include <string_view>

#include "schema/platform/log.h"

namespace tocsin {

/// One line fit for any terminal and any log: controls, bidi controls and bytes that are not UTF-8 become
/// \x1b or \u202e, at most 1,024 bytes (one that was longer ends with "..."). A clean line stays as it is.
[[nodiscard]] std::string clean_line(std::string_view text);

/// journald's native datagram. `line` is a clean one.
[[nodiscard]] std::string journal_datagram(Event event, Level level, std::string_view identifier,
                                           std::string_view line);

/// RFC 3164's datagram, facility user. `stamp` is "Nov 22 01:00:00".
[[nodiscard]] std::string syslog_datagram(Level level, std::string_view stamp, std::string_view identifier,
                                          long process, std::string_view line);

}  // namespace tocsin
