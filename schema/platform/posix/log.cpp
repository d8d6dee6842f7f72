// journald's native socket, else /dev/log, else standard error. Not syslog(3), which blocks while the queue
// of the daemon is full.
#include "schema/platform/posix/log.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "schema/core/brand.h"

namespace tocsin {
namespace {

Descriptor connected(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return {};
  path.copy(address.sun_path, path.size());
  Descriptor handle(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!handle.is_open()) return handle;
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  return ::connect(handle.get(), generic, sizeof address) == 0 ? std::move(handle) : Descriptor();
}

// Month names in English, as RFC 3164 requires; strftime's %b would follow the locale that the dialog sets.
std::string local_stamp() {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  std::array<char, 32> stamp = {};
  ::localtime_r(&now, &parts);
  const std::size_t length = std::strftime(stamp.data(), stamp.size(), " %e %H:%M:%S", &parts);
  return std::string(kMonths.substr(3 * static_cast<std::size_t>(parts.tm_mon), 3))
      .append(stamp.data(), length);
}

/// One write, so that lines of several programs on one terminal stay whole.
void write_to_terminal(std::string_view identifier, std::string_view line) {
  std::string text(identifier);
  text.append(": ").append(line).append("\n");
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

const LogChannel& daemon() {
  static const LogChannel channel{LogSockets{}};
  return channel;
}

}  // namespace

LogChannel::LogChannel(const LogSockets& sockets)
    : socket_(connected(sockets.journal)), is_journal_(socket_.is_open()) {
  if (!is_journal_) socket_ = connected(sockets.syslog);
}

bool LogChannel::send(Event event, Level level, std::string_view identifier, std::string_view line) const {
  if (!socket_.is_open()) return false;
  const std::string datagram =
      is_journal_ ? journal_datagram(event, level, identifier, line)
                  : syslog_datagram(level, local_stamp(), identifier, static_cast<long>(::getpid()), line);
  return ::send(socket_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

void log_through(const LogChannel& channel, Event event, Level level, std::string_view text) {
  const std::string line = clean_line(text);
  const std::string_view identifier = brand().unit;
  const bool is_logged = channel.send(event, level, identifier, line);
  if (goes_to_terminal(level, is_logged, ::isatty(STDERR_FILENO) == 1)) write_to_terminal(identifier, line);
}

void log_line(Event event, Level level, std::string_view text) {
  log_through(daemon(), event, level, text);
}

}  // namespace tocsin
