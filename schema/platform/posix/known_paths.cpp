// Folders of this machine and this user, from the brand and the environment alone. The user database is not
// asked: that would load name service modules at every logon.
#include "schema/platform/known_paths.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include "schema/core/text/text.h"
#include "schema/platform/files.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

/// The variable's value if it is an absolute path, without trailing slashes; else empty.
std::string absolute_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value != '/') return {};
  std::string path = value;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

/// $XDG_*_HOME, else its default below $HOME, else empty.
std::string user_base(const char* variable, const char* below_home) {
  if (std::string own = absolute_variable(variable); !own.empty()) return own;
  const std::string home = absolute_variable("HOME");
  return home.empty() ? home : home + below_home;
}

std::string why_no_home() {
  const char* value = std::getenv("HOME");
  if (value == nullptr || *value == '\0') return "HOME is not set";
  return "HOME is not an absolute path: " + std::string(value);
}

std::string below(const std::string& base, std::string_view name) {
  return base.empty() ? base : base + '/' + std::string(name);
}

/// --root as an absolute prefix: "/" moves nothing, a relative DIR is taken from the current folder.
std::string absolute_root(std::string root) {
  if (!root.empty() && root.front() != '/') {
    std::array<char, PATH_MAX> here = {};
    if (::getcwd(here.data(), here.size()) != nullptr) root = std::string(here.data()) + '/' + root;
  }
  while (!root.empty() && root.back() == '/') root.pop_back();
  return root;
}

}  // namespace

std::string below_root(const std::string& root, const std::string& path) {
  return root + path;
}

Places known_places(const Brand& brand, const std::string& root) {
  Places places;
  places.root = absolute_root(root);
  places.install_folder = places.root + std::string(brand.install_folder);
  places.machine_folder = places.root + std::string(brand.state_folder);
  places.machine_policy = places.root + "/etc/" + std::string(brand.policy_file);
  places.user_policy = below(user_base("XDG_CONFIG_HOME", "/.config"), brand.policy_file);
  places.state_db = below(below(user_base("XDG_STATE_HOME", "/.local/state"), brand.user_folder), "state.db");
  if (places.user_policy.empty() || places.state_db.empty()) places.no_home = why_no_home();
  return places;
}

Result<std::string> own_folder() {
  std::array<char, PATH_MAX> target = {};
  const ssize_t length = ::readlink("/proc/self/exe", target.data(), target.size());
  if (length < 0) return system_failure(errno, "paths.own_folder", "/proc/self/exe");
  const std::string program(target.data(), static_cast<std::size_t>(length));
  const std::size_t slash = program.rfind('/');
  if (slash == std::string::npos || program.front() != '/' || program.size() == target.size()) {
    return fail(Code::io, "paths.own_folder", program);
  }
  return program.substr(0, slash == 0 ? 1 : slash);
}

// From /etc/machine-id, machine-id(5). An image holds "uninitialized" or an empty file before its first
// start.
std::string machine_id(const std::string& root) {
  constexpr std::size_t kDigits = 32;
  auto text = read_file(root + "/etc/machine-id", 256);
  if (!text) return {};
  std::string id = collapsed(*text);
  return id.size() == kDigits && unhex(id) ? id : std::string();
}

}  // namespace tocsin
