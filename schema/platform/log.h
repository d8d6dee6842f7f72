// The one log: journald where it runs, else syslog; Windows: Event Log. Layer: platform.
#pragma once

#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Fixed ids, so that a monitoring rule can name them.
enum class Event : int {
  installed = 1000,
  refused = 1001,
  shown = 1100,
  acknowledged = 1101,
  receipt_delivered = 1200,
  receipt_parked = 1201,
  note = 1900,  // everything else
};
enum class Level : int { error = 3, warning = 4, notice = 5, info = 6 };  // syslog's numbers

/// One line; control characters are made visible, at most 1,024 bytes; never fails, never blocks for long,
/// opens the log at its first call. Also written to standard error when that is a terminal or TOCSIN has no
/// log to reach.
void log_line(Event event, Level level, std::string_view text);
void log_error(Event event, const Error& error);

}  // namespace tocsin
