// The group is looked up in the name service, which includes a company's directory. handled/ belongs to
// root and the group, with mode 3775.
#include "updater/platform/audience.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "schema/core/text/text.h"
#include "schema/platform/posix/descriptor.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {
namespace {

constexpr std::size_t kMostGroupBytes = 16u << 20;  // more than a group of 100,000 members needs
constexpr std::size_t kMostEntryBytes = 16u << 20;

/// "name:password:gid:members" with this name; empty for another.
std::string gid_of_line(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.substr(name.size(), 1) != ":") return {};
  line.remove_prefix(name.size() + 1);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  line.remove_prefix(colon + 1);
  const auto gid = parse_decimal(line.substr(0, line.find(':')), std::numeric_limits<gid_t>::max() - 1);
  return gid ? std::to_string(*gid) : std::string();
}

std::string gid_in_text(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (std::string gid = gid_of_line(text.substr(0, end), name); !gid.empty()) return gid;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

Result<std::string> gid_in_image(const std::string& root, const std::string& name) {
  const auto text = GuardedFolder::open(root, "/etc").and_then([](const GuardedFolder& etc) {
    return etc.read("group", kMostGroupBytes);
  });
  if (!text && text.error().code == Code::not_found) return std::string();
  return text.map([&](const std::string& groups) { return gid_in_text(groups, name); });
}

Result<std::string> gid_by_name_service(const std::string& name) {
  std::vector<char> room(16u << 10);
  group entry = {};
  group* found = nullptr;
  int number = 0;
  do {
    number = ::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
    if (number == ERANGE) room.resize(2 * room.size());
  } while (number == EINTR || (number == ERANGE && room.size() <= kMostEntryBytes));
  if (found != nullptr) return std::to_string(found->gr_gid);
  // POSIX allows any of these for "no such name".
  if (number == 0 || number == ENOENT || number == ESRCH) return std::string();
  Failure failure = system_failure(number, "group.resolve", name);
  failure.value().code = Code::unavailable;
  return failure;
}

}  // namespace

Result<std::string> resolve_group(const std::string& root, const std::string& name) {
  return root.empty() ? gid_by_name_service(name) : gid_in_image(root, name);
}

namespace {

constexpr mode_t kHandledMode = 03775;  // set-gid: marks get the group; sticky: only its owner removes a mark

Result<Descriptor> open_folder(const GuardedFolder& state, const std::string& name) {
  auto folder = open_at(state.handle(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (folder || folder.error().system == ENOENT) return folder;
  return fail(Code::denied, "handled.open", state.path() + '/' + name + ": not a folder", "KIND");
}

Result<bool> make_missing(const GuardedFolder& state, const std::string& name) {
  if (::mkdirat(state.handle(), name.c_str(), 0700) == 0) return true;
  if (errno == EEXIST) return false;
  return system_failure(errno, "handled.create", state.path() + '/' + name);
}

/// Removes the files that can be removed; does not descend into folders.
void empty_folder(int folder) {
  auto again = open_at(folder, ".", O_RDONLY | O_DIRECTORY);
  if (!again) return;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(again->get()), ::closedir);
  if (!listing) return;
  static_cast<void>(again->release());
  while (const dirent* entry = ::readdir(listing.get())) {
    struct stat about = {};
    if (::fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(about.st_mode))
      continue;
    ::unlinkat(folder, entry->d_name, 0);
  }
}

}  // namespace

Result<bool> ensure_handled_folder(const GuardedFolder& state, const std::string& name,
                                   const std::string& group) {
  const bool made = TRY(make_missing(state, name));
  const Descriptor folder = TRY(open_folder(state, name));
  const auto gid =
      static_cast<gid_t>(parse_decimal(group, std::numeric_limits<gid_t>::max() - 1).value_or(0));
  struct stat about = {};
  if (::fstat(folder.get(), &about) != 0) return system_failure(errno, "handled.stat", name);
  const uid_t owner = ::geteuid();
  const bool is_right =
      about.st_uid == owner && about.st_gid == gid && (about.st_mode & 07777) == kHandledMode;
  if (is_right) return made;
  // The owner first: a change of owner clears the set-gid bit.
  if (::fchown(folder.get(), owner, gid) != 0) return system_failure(errno, "handled.owner", name);
  if (::fchmod(folder.get(), kHandledMode) != 0) return system_failure(errno, "handled.mode", name);
  return true;
}

Result<void> remove_handled_folder(const GuardedFolder& state, const std::string& name) {
  const auto folder = open_folder(state, name);
  if (!folder) return folder.error().system == ENOENT ? Result<void>() : fail(folder.error());
  empty_folder(folder->get());
  auto removed = state.remove_folder(name);
  if (removed || removed.error().code != Code::conflict) return removed;
  return fail(Code::denied, "handled.remove", state.path() + '/' + name + ": holds more than marks", "KIND");
}

}  // namespace tocsin::updater
