// One instance for each display: a locked file in the session's run-time folder, otherwise in the user's
// state folder.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "notifier/platform/session.h"
#include "schema/core/text/ascii.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

/// The sticky bit excludes the file from the periodic clean-up of run-time folders (XDG Base Directory
/// Specification).
constexpr unsigned kLockMode = S_IRUSR | S_IWUSR | S_ISVTX;

std::string value_of(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// ":0.1" is screen 1 of display ":0", which is one session.
std::string without_screen(const std::string& display) {
  const std::size_t colon = display.rfind(':');
  return colon == std::string::npos ? display : display.substr(0, display.find('.', colon));
}

/// Wayland's name first: Wayland sessions often have an X display too, but not in every process.
std::string display_name() {
  constexpr std::size_t kMost = 100;
  std::string name = value_of("WAYLAND_DISPLAY");
  if (name.empty()) name = without_screen(value_of("DISPLAY"));
  if (name.empty()) name = "none";
  name.resize(std::min(name.size(), kMost));
  const auto is_unfit = [](char c) { return !is_alphanumeric(c) && c != '-'; };
  std::replace_if(name.begin(), name.end(), is_unfit, '_');
  return name;
}

/// Creates the user's folder and the missing folders above it.
void make_folders(const std::string& path) {
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
    ::mkdir(path.substr(0, at).c_str(), S_IRWXU);
  }
  ::mkdir(path.c_str(), S_IRWXU);
}

}  // namespace

// If the run-time folder is named but does not exist (su, sudo), the state folder is used.
Result<SingleInstance> SingleInstance::take(const std::string& name, const std::string& state_folder) {
  const std::string file = '/' + name + '.' + display_name() + ".lock";
  if (const std::string run_time = value_of("XDG_RUNTIME_DIR"); run_time.starts_with('/')) {
    auto lock = take_lock(run_time + file, kLockMode);
    if (lock) return SingleInstance(lock->release());
    if (lock.error().code == Code::conflict) return fail(std::move(lock).error());
  }
  if (state_folder.empty()) return fail(Code::io, "session.single_instance", "no folder for the lock");
  make_folders(state_folder);
  auto lock = TRY(take_lock(state_folder + file, kLockMode));
  return SingleInstance(lock.release());
}

SingleInstance::SingleInstance(SingleInstance&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)) {}

SingleInstance::~SingleInstance() {
  if (handle_ != kNoHandle) ::close(handle_);
}

}  // namespace tocsin
