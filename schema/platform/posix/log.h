// The road to a log daemon's socket, apart so that tests can stand in for the daemon. Layer: platform, POSIX
// only.
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

/// A connection to whichever daemon listens; one that cannot take a line at once loses it.
class LogChannel {
 public:
  explicit LogChannel(const LogSockets& sockets);
  /// False: nobody took it.
  [[nodiscard]] bool send(Event event, Level level, std::string_view identifier, std::string_view line) const;

 private:
  Descriptor socket_;
  bool is_journal_ = false;
};

/// What log_line does, by a given channel: the daemon, and standard error where that is a terminal or the
/// line found no daemon.
void log_through(const LogChannel& channel, Event event, Level level, std::string_view text);

}  // namespace tocsin
