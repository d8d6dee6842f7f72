// A log daemon that is slow, full or not there.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "schema/platform/posix/log.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

/// A datagram socket in the log daemon's place.
class FakeDaemon {
 public:
  explicit FakeDaemon(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    is_bound_ = ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  [[nodiscard]] bool is_bound() const { return is_bound_; }
  [[nodiscard]] std::string received() const {
    std::array<char, 4096> buffer = {};
    const ssize_t length = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return length < 0 ? "nothing" : std::string(buffer.data(), static_cast<std::size_t>(length));
  }

 private:
  Descriptor socket_;
  bool is_bound_ = false;
};

/// What a log line of ours leaves on standard error, which is `file` meanwhile.
std::string said_on(int file, const LogChannel& channel, int read_from) {
  const Descriptor before(::dup(STDERR_FILENO));
  ::dup2(file, STDERR_FILENO);
  log_through(channel, Event::note, Level::info, "hel\nlo");
  ::dup2(before.get(), STDERR_FILENO);
  std::array<char, 256> buffer = {};
  const ssize_t length = ::read(read_from, buffer.data(), buffer.size());
  return length <= 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(length));
}

struct Terminal {
  Descriptor outside{::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)};
  Descriptor inside;
  Terminal() {
    ::grantpt(outside.get());
    ::unlockpt(outside.get());
    inside = Descriptor(::open(::ptsname(outside.get()), O_RDWR | O_NOCTTY));
  }
};

}  // namespace

TEST_CASE("LogChannel: journald first, then syslog, else nobody") {
  const Scratch scratch;
  const LogSockets sockets{scratch / "journal", scratch / "log"};
  CHECK_FALSE(LogChannel(sockets).send(Event::note, Level::info, "id", "lost"));

  const FakeDaemon syslog(sockets.syslog);
  REQUIRE(syslog.is_bound());
  CHECK(LogChannel(sockets).send(Event::note, Level::info, "id", "old way"));
  const std::string line = syslog.received();
  CHECK(line.starts_with("<14>"));
  CHECK(line.ends_with("]: old way"));
  CHECK(line.substr(4 + 15, 4) == " id[");

  const FakeDaemon journal(sockets.journal);
  REQUIRE(journal.is_bound());
  CHECK(LogChannel(sockets).send(Event::installed, Level::notice, "id", "new way"));
  CHECK(journal.received() == "PRIORITY=5\nSYSLOG_IDENTIFIER=id\nTOCSIN_EVENT=1000\nMESSAGE=new way\n");
  CHECK(syslog.received() == "nothing");
}

TEST_CASE("LogChannel: a daemon that does not read, or is gone, is not waited for") {
  const Scratch scratch;
  const LogSockets sockets{scratch / "journal", scratch / "log"};
  auto daemon = std::make_unique<FakeDaemon>(sockets.journal);
  REQUIRE(daemon->is_bound());
  const LogChannel channel(sockets);
  int taken = 0;
  while (taken < 100000 && channel.send(Event::note, Level::info, "id", "x")) ++taken;
  CHECK(taken > 0);
  CHECK(taken < 100000);
  daemon.reset();
  CHECK_FALSE(channel.send(Event::note, Level::info, "id", "x"));
}

TEST_CASE("LogChannel: a path too long for a socket, or no socket, is no daemon") {
  const Scratch scratch;
  scratch.write("file", "");
  CHECK_FALSE(
      LogChannel({std::string(200, 'x'), scratch / "file"}).send(Event::note, Level::info, "id", "x"));
}

TEST_CASE("a line goes to standard error where that is a terminal, or where no daemon took it") {
  const Scratch scratch;
  const LogSockets sockets{scratch / "journal", scratch / "log"};
  const LogChannel nowhere(sockets);
  const FakeDaemon daemon(sockets.journal);
  const LogChannel channel(sockets);
  const auto write_only = open_at(AT_FDCWD, scratch / "said", O_WRONLY | O_CREAT, 0600);
  const auto read_only = open_at(AT_FDCWD, scratch / "said", O_RDONLY);
  REQUIRE(read_only.has_value());
  CHECK(said_on(write_only->get(), channel, read_only->get()) == "");
  CHECK(daemon.received().ends_with("MESSAGE=hel\\x0alo\n"));
  CHECK(said_on(write_only->get(), nowhere, read_only->get()) == "example-messenger: hel\\x0alo\n");
  const Terminal terminal;
  REQUIRE(terminal.inside.is_open());
  CHECK(said_on(terminal.inside.get(), channel, terminal.outside.get()) ==
        "example-messenger: hel\\x0alo\r\n");
  CHECK(daemon.received().ends_with("MESSAGE=hel\\x0alo\n"));
}
