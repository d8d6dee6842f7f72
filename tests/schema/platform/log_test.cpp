// Log lines: harmless text, two wire forms, and a daemon that is slow, full or not there.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "schema/core/text.h"
#include "schema/platform/log_posix.h"
#include "schema/platform/log_text.h"
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

TEST_CASE("clean_line: what could forge, hide or rearrange is made visible") {
  struct Row {
    std::string_view name, text, wanted;
  };
  const Row rows[] = {
      {"plain", "installed 2.7", "installed 2.7"},
      {"accents and Han", "Grüße 更新", "Grüße 更新"},
      {"emoji", "\xF0\x9F\x94\x94", "\xF0\x9F\x94\x94"},
      {"empty", "", ""},
      {"line feed", "a\nPRIORITY=0", "a\\x0aPRIORITY=0"},
      {"carriage return and tab", "a\r\tb", "a\\x0d\\x09b"},
      {"NUL", std::string_view("a\0b", 3), "a\\x00b"},
      {"escape sequence", "\x1b[2J", "\\x1b[2J"},
      {"delete", "\x7f", "\\x7f"},
      {"C1", "\xC2\x9B", "\\u009b"},
      {"right-to-left override", "\xE2\x80\xAE", "\\u202e"},
      {"isolate", "\xE2\x81\xA6", "\\u2066"},
      {"line separator", "\xE2\x80\xA8", "\\u2028"},
      {"byte order mark", "\xEF\xBB\xBF", "\\ufeff"},
      {"bare continuation", "a\x80z", "a\\x80z"},
      {"overlong", "\xC0\xAF", "\\xc0\\xaf"},
      {"surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
      {"cut short", "a\xE2\x82", "a\\xe2\\x82"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(clean_line(row.text) == row.wanted);
  }
}

TEST_CASE("clean_line: at most 1,024 bytes, cut between characters") {
  struct Row {
    std::string_view name;
    std::string text;
  };
  std::string euros, broken;
  for (int i = 0; i < 1000; ++i) euros += "€";
  for (int i = 0; i < 100000; ++i) broken += '\xFF';
  for (const Row& row : {Row{"long", std::string(5000, 'x')}, Row{"long controls", std::string(5000, '\n')},
                         Row{"three-byte characters", euros}, Row{"broken bytes", broken}}) {
    CAPTURE(row.name);
    const std::string line = clean_line(row.text);
    CHECK(line.size() <= 1024);
    CHECK(line.size() > 1000);
    CHECK(line.ends_with("..."));
    CHECK_FALSE(first_bad_utf8(line).has_value());
  }
  CHECK(clean_line(std::string(1021, 'x')) == std::string(1021, 'x'));
}

TEST_CASE("the two datagrams") {
  CHECK(journal_datagram(Event::refused, Level::error, "example-messenger", "BAD_SIG") ==
        "PRIORITY=3\nSYSLOG_IDENTIFIER=example-messenger\nTOCSIN_EVENT=1001\nMESSAGE=BAD_SIG\n");
  CHECK(syslog_datagram(Level::notice, "Nov 22 01:00:00", "example-messenger", 42, "hello") ==
        "<13>Nov 22 01:00:00 example-messenger[42]: hello");
}

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
