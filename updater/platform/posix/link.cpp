// readlinkat, symlinkat, and a rename over what is there.
#include "updater/platform/posix/link.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "schema/platform/posix/descriptor.h"

namespace tocsin::updater {
Result<std::string> read_link(const GuardedFolder& folder, const std::string& name) {
  std::array<char, 512> target = {};
  const ssize_t length = ::readlinkat(folder.handle(), name.c_str(), target.data(), target.size());
  if (length < 0 && errno == EINVAL) return fail(Code::denied, "link.read", name + ": not a link", "KIND");
  if (length < 0) return system_failure(errno, "link.read", folder.path() + '/' + name);
  return std::string(target.data(), static_cast<std::size_t>(length));
}

Result<void> replace_link(const GuardedFolder& folder, const std::string& name, const std::string& target) {
  const std::string temporary = temporary_name(name);
  TRY(folder.remove(temporary));
  if (::symlinkat(target.c_str(), folder.handle(), temporary.c_str()) != 0) {
    return system_failure(errno, "link.create", folder.path() + '/' + name);
  }
  if (::renameat(folder.handle(), temporary.c_str(), folder.handle(), name.c_str()) == 0) return {};
  auto failure = system_failure(errno, "link.rename", folder.path() + '/' + name);
  static_cast<void>(folder.remove(temporary));
  return failure;
}

Result<bool> ensure_link(const GuardedFolder& folder, const std::string& name, const std::string& target) {
  const auto there = read_link(folder, name);
  if (there && *there == target) return folder.remove(temporary_name(name)).map([] { return false; });
  TRY(replace_link(folder, name, target));
  return folder.sync().map([] { return true; });
}

}  // namespace tocsin::updater
