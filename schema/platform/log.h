// The log: journald where it runs, else syslog; Windows: the Event Log.
#pragma once

#include <string>
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

/// Logs one line: control characters are made visible, at most 1,024 bytes. Never fails, never blocks for
/// long; opens the log at its first call. The line also goes to standard error if that is a terminal or no
/// log can be reached.
void log_line(Event event, Level level, std::string_view text);
void log_error(Event event, const Error& error);

/// For a program that talks to a reader on the terminal: from now on standard error gets warnings and errors
/// alone, and those only if no log can be reached.
void keep_log_off_terminal(bool is_kept);
/// Whether standard error gets a line.
[[nodiscard]] bool goes_to_terminal(Level level, bool is_logged, bool is_terminal);

/// A line that is safe for any terminal and log: controls, bidi controls and bytes that are not UTF-8 become
/// \x1b or \u202e. At most 1,024 bytes; a longer line is cut and ends with "...". Idempotent.
[[nodiscard]] std::string clean_line(std::string_view text);

/// The native datagram of journald. `line` is the result of clean_line().
[[nodiscard]] std::string journal_datagram(Event event, Level level, std::string_view identifier,
                                           std::string_view line);

/// RFC 3164's datagram, facility user. `stamp` is "Nov 22 01:00:00".
[[nodiscard]] std::string syslog_datagram(Level level, std::string_view stamp, std::string_view identifier,
                                          long process, std::string_view line);

}  // namespace tocsin
