// The socket of the log daemon, in a header so that tests can replace the daemon.
#pragma once

#include <string>
#include <string_view>

#include "schema/platform/log.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {

struct LogSockets {
  std::string journal = "/run/systemd/journal/socket";
  std::string syslog = "/dev/log";
};

/// A connection to the daemon that listens. A line that it cannot take at once is lost.
class LogChannel {
 public:
  explicit LogChannel(const LogSockets& sockets);
  /// False if no daemon took the line.
  [[nodiscard]] bool send(Event event, Level level, std::string_view identifier, std::string_view line) const;

 private:
  Descriptor socket_;
  bool is_journal_;
};

/// log_line with a given channel: sends the line to the daemon, and writes it to standard error if that is a
/// terminal or no daemon took the line.
void log_through(const LogChannel& channel, Event event, Level level, std::string_view text);

}  // namespace tocsin
