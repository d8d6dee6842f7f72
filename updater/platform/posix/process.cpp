// A run that does not depend on who started it.
#include "updater/platform/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

constexpr unsigned kLongestRunSeconds = 300;

/// Descriptors 0 to 2 exist, so that no file of ours is ever taken for a standard stream.
Result<void> open_standard_streams() {
  for (int handle = 0; handle <= 2; ++handle) {
    if (::fcntl(handle, F_GETFD) >= 0) continue;
    if (::open("/dev/null", O_RDWR | O_NOCTTY) != handle) {
      return system_failure(errno, "entry.streams", "/dev/null");
    }
  }
  return {};
}

/// Before Linux 5.9 there is no close_range(2): then what was inherited stays open, and no child gets it
/// either way only if it was close-on-exec.
void close_inherited() {
  if (::syscall(SYS_close_range, 3u, ~0u, 0u) == 0) return;
  rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t last = limit.rlim_cur < 65536 ? limit.rlim_cur : 65536;
  for (rlim_t handle = 3; handle < last; ++handle) ::close(static_cast<int>(handle));
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::alarm(kLongestRunSeconds);
}

/// Raised where that is allowed; where not, the calls that need more say so.
void raise_limits() {
  const rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &unlimited);
  ::setrlimit(RLIMIT_CPU, &unlimited);
  rlimit files = {};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < 256) {
    const rlimit enough = {256, files.rlim_max < 256 ? 256 : files.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &enough);
  }
}

}  // namespace

// Its linker's rules hold: no folder of the caller's is among them.
Result<void> restrict_libraries() {
  return {};
}

Result<void> enter_clean() {
  static std::array<char, 40> path = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
  static std::array<char*, 2> clean = {path.data(), nullptr};
  environ = clean.data();
  // What is made has its final mode at once; files begin private and are opened up on the handle.
  ::umask(022);
  close_inherited();
  reset_signals();
  raise_limits();
  if (auto streams = open_standard_streams(); !streams) return streams;
  if (::chdir("/") != 0) return system_failure(errno, "entry.folder", "/");
  return {};
}

std::string absolute_path(const std::string& path) {
  if (path.empty() || path.front() == '/') return path;
  std::array<char, PATH_MAX> here = {};
  return ::getcwd(here.data(), here.size()) == nullptr ? path : std::string(here.data()) + '/' + path;
}

std::string_view system_name() {
  return "root";
}

bool is_system() {
  return ::geteuid() == 0 && ::getuid() == 0;
}

// At most 256 bytes come whole, whatever signals do.
Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(count)) return bytes;
  return system_failure(errno, "random.bytes", "getrandom");
}

}  // namespace tocsin
