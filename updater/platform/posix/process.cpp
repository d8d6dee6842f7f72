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

namespace tocsin::updater {
namespace {

constexpr unsigned kLongestRunSeconds = 300;

/// Opens descriptors 0 to 2 if they are closed, so that none of our files gets one of these numbers.
Result<void> open_standard_streams() {
  for (int handle = 0; handle <= 2; ++handle) {
    if (::fcntl(handle, F_GETFD) >= 0) continue;
    if (::open("/dev/null", O_RDWR | O_NOCTTY) != handle) {
      return system_failure(errno, "entry.streams", "/dev/null");
    }
  }
  return {};
}

/// Linux before 5.9 has no close_range(2); there, descriptors up to 65,535 are closed one by one.
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

/// Raises limits where that is allowed. Where it is not, the calls that need more report it.
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

// The dynamic linker searches no folder of the caller's.
Result<void> restrict_libraries() {
  return {};
}

Result<void> enter_clean() {
  static std::array<char, 40> path = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
  static std::array<char*, 2> clean = {path.data(), nullptr};
  environ = clean.data();
  // Folders get their final mode at once. Files are created private; their mode is then set on the handle.
  ::umask(022);
  close_inherited();
  reset_signals();
  raise_limits();
  TRY(open_standard_streams());
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

// getrandom(2) returns up to 256 bytes at once, without interruption by signals.
Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(count)) return bytes;
  return system_failure(errno, "random.bytes", "getrandom");
}

}  // namespace tocsin::updater
