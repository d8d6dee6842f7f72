// Passes a link to the desktop's opener, by absolute path and argument vector, without a shell. The opener is
// a grandchild, so that this program need not wait for it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "notifier/platform/posix/session.h"
#include "notifier/platform/session.h"
#include "schema/core/https_address.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Result<Pipe> open_pipe() {
  std::array<int, 2> ends = {};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure(errno, "session.open_link", "pipe");
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Calls only what is safe in a child of a program with threads. Writes the error number to `report`, which a
/// successful exec closes.
[[noreturn]] void run_detached(const char* program, char* const* arguments, int report) {
  int number = 0;
  const pid_t grandchild = ::fork();
  if (grandchild == 0) {
    ::setsid();
    ::signal(SIGPIPE, SIG_DFL);
    close_others_on_exec();
    ::execve(program, arguments, environ);
    number = errno;
  } else if (grandchild < 0) {
    number = errno;
  }
  if (number != 0) {
    [[maybe_unused]] const ssize_t ignored = ::write(report, &number, sizeof number);
  }
  ::_exit(0);
}

void wait_for(pid_t child) {
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

/// Reads the child's error number from the pipe; 0: the opener runs.
int reported_number(int handle) {
  int number = 0;
  ssize_t got = 0;
  do {
    got = ::read(handle, &number, sizeof number);
  } while (got < 0 && errno == EINTR);
  return got == 0 ? 0 : got == sizeof number ? number : EIO;
}

Result<void> start(const Opener& opener, const std::string& url) {
  std::vector<std::string> all = opener.arguments;
  all.push_back(url);
  const ArgumentVector arguments(opener.program, all);
  auto pipe = TRY(open_pipe());
  const pid_t child = ::fork();
  if (child < 0) return system_failure(errno, "session.open_link", opener.program);
  if (child == 0) run_detached(opener.program.c_str(), arguments.get(), pipe.write_end.get());
  pipe.write_end = Descriptor();
  wait_for(child);
  const int number = reported_number(pipe.read_end.get());
  if (number != 0) return system_failure(number, "session.open_link", opener.program);
  return {};
}

}  // namespace

Result<void> open_link_with(const std::string& url, std::span<const Opener> openers) {
  if (!is_link(url)) return fail(Code::invalid_argument, "session.open_link", "not an https link");
  for (const Opener& opener : openers) {
    if (::access(opener.program.c_str(), X_OK) == 0) return start(opener, url);
  }
  return fail(Code::not_found, "session.open_link", "no program to open links with");
}

Result<void> open_link(const std::string& url) {
  const std::array<Opener, 2> openers = {Opener{"/usr/bin/xdg-open", {}}, Opener{"/usr/bin/gio", {"open"}}};
  return open_link_with(url, openers);
}

}  // namespace tocsin
