// Only regular files are opened: to open a device can have an effect, and to open a fifo can block. The
// kernel counts the opens here (inotify), so that an open that is closed again at once is seen, too.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "schema/platform/files.h"
#include "schema/platform/posix/descriptor.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

/// Whether anything in a folder is opened from now on.
class Opens {
 public:
  explicit Opens(const std::string& folder) : queue_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    REQUIRE(queue_.is_open());
    REQUIRE(::inotify_add_watch(queue_.get(), folder.c_str(), IN_OPEN) >= 0);
  }
  /// The names that were opened since the last call.
  std::string names() {
    std::string out;
    alignas(inotify_event) std::array<char, 4096> buffer = {};
    for (ssize_t got = 0; (got = ::read(queue_.get(), buffer.data(), buffer.size())) > 0;) {
      for (char* at = buffer.data(); at < buffer.data() + got;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        if (event->len > 0) out += std::string(event->name) + " ";
        at += sizeof(inotify_event) + event->len;
      }
    }
    return out;
  }

 private:
  Descriptor queue_;
};

void make_socket(const std::string& path) {
  const Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof address.sun_path);
  path.copy(static_cast<char*>(address.sun_path), path.size());
  REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

/// Names of what is no regular file. Only root can make a device.
std::vector<std::string> plant(const Scratch& scratch) {
  std::vector<std::string> names = {"fifo", "socket"};
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0666) == 0);
  make_socket(scratch / "socket");
  if (::geteuid() == 0) {
    REQUIRE(::mknod((scratch / "device").c_str(), S_IFCHR | 0666, ::makedev(1, 3)) == 0);
    names.emplace_back("device");
  }
  const std::size_t kinds = names.size();
  for (std::size_t k = 0; k < kinds; ++k) {
    const std::string link = "link-to-" + names[k];
    std::filesystem::create_symlink(names[k], scratch / link);
    names.push_back(link);
  }
  return names;
}

}  // namespace

TEST_CASE("no reader opens a fifo, a socket or a device, nor through a link") {
  const Scratch scratch;
  const auto names = plant(scratch);
  const std::string plain = scratch.write("plain", "hello");
  const auto folder = Folder::open(scratch.path(), Ownership::ignored);
  REQUIRE(folder);
  const struct {
    std::string_view name;
    std::function<std::string(const std::string&)> read;  // the rule of its error
  } readers[] = {
      {"read_file", [&](const std::string& name) { return read_file(scratch / name, 100).error().rule; }},
      {"Folder::read", [&](const std::string& name) { return folder->read(name, 100).error().rule; }},
      {"FileLock", [&](const std::string& name) { return FileLock::try_take(scratch / name).error().rule; }},
  };
  Opens opens(scratch.path());
  for (const auto& reader : readers) {
    for (const std::string& name : names) {
      CAPTURE(reader.name);
      CAPTURE(name);
      CHECK(reader.read(name) == "KIND");
      CHECK(opens.names() == "");
    }
  }
  // What is opened is seen.
  CHECK(read_file(plain, 100).value_or("") == "hello");
  CHECK(opens.names() == "plain ");
  const Descriptor fifo(::open((scratch / "fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  CHECK(opens.names() == "fifo ");
}

TEST_CASE("a lock is made where there is none, and taken where there is one") {
  const Scratch scratch;
  for (int run = 0; run < 2; ++run) CHECK(FileLock::try_take(scratch / "lock").has_value());
  CHECK(FileLock::try_take(scratch / "none/lock").error().code == Code::not_found);
}
