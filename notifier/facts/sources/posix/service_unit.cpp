// Whether systemd knows a service, from its unit files alone. Layer: notifier/facts/sources, POSIX only.
#include "notifier/facts/sources/posix/service_unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

Outcome outcome_of_errno() {
  return errno == ENOENT || errno == ENOTDIR ? Outcome::absent : Outcome::failed;
}

enum class Unit { missing, present, masked, failed };

/// An alias. Its target is taken below `root`; one that leads nowhere is no unit.
Unit look_at_link(const std::string& root, const std::string& folder, const std::string& path) {
  std::array<char, PATH_MAX> buffer = {};
  const ssize_t length = ::readlink(path.c_str(), buffer.data(), buffer.size());
  if (length <= 0) return Unit::failed;
  const std::string target(buffer.data(), static_cast<std::size_t>(length));
  if (target == "/dev/null") return Unit::masked;
  struct stat about = {};
  const std::string place = target.front() == '/' ? root + target : folder + target;
  if (::stat(place.c_str(), &about) == 0) return Unit::present;
  return outcome_of_errno() == Outcome::absent ? Unit::missing : Unit::failed;
}

/// systemd takes an empty unit file for a mask, too.
Unit look_in(const std::string& root, const std::string& folder, const std::string& name) {
  const std::string path = folder + name + ".service";
  struct stat about = {};
  if (::lstat(path.c_str(), &about) != 0) {
    return outcome_of_errno() == Outcome::absent ? Unit::missing : Unit::failed;
  }
  if (S_ISLNK(about.st_mode)) return look_at_link(root, folder, path);
  if (!S_ISREG(about.st_mode)) return Unit::failed;
  return about.st_size == 0 ? Unit::masked : Unit::present;
}

}  // namespace

Outcome probe_service(const std::string& root, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) return Outcome::failed;
  for (const char* folder : {"/etc/systemd/system/", "/run/systemd/system/", "/usr/local/lib/systemd/system/",
                             "/usr/lib/systemd/system/", "/lib/systemd/system/"}) {
    const Unit unit = look_in(root, root + folder, name);
    if (unit == Unit::failed) return Outcome::failed;
    if (unit == Unit::masked) return Outcome::absent;
    if (unit == Unit::present) return Outcome::found;
  }
  return Outcome::absent;
}

}  // namespace tocsin
