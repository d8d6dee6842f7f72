// Owner root, the audience's group, mode 3775. Layer: updater/platform, POSIX only.
#include "updater/platform/handled_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <memory>

#include "schema/core/text/text.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

constexpr mode_t kHandledMode = 03775;  // set-gid: marks carry the group; sticky: nobody removes another's

int descriptor(const GuardedFolder& folder) {
  return static_cast<int>(folder.handle());
}

Result<Descriptor> open_folder(const GuardedFolder& state, const std::string& name) {
  auto folder = open_at(descriptor(state), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (folder || folder.error().system == ENOENT) return folder;
  return fail(Code::denied, "handled.open", state.path() + '/' + name + ": not a folder", "KIND");
}

Result<bool> make_missing(const GuardedFolder& state, const std::string& name) {
  if (::mkdirat(descriptor(state), name.c_str(), 0700) == 0) return true;
  if (errno == EEXIST) return false;
  return system_failure(errno, "handled.create", state.path() + '/' + name);
}

/// Removes what can be removed, never going down.
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
  auto made = make_missing(state, name);
  if (!made) return made;
  const auto folder = open_folder(state, name);
  if (!folder) return Failure(folder.error());
  const auto gid =
      static_cast<gid_t>(parse_decimal(group, std::numeric_limits<gid_t>::max() - 1).value_or(0));
  struct stat about = {};
  if (::fstat(folder->get(), &about) != 0) return system_failure(errno, "handled.stat", name);
  const uid_t owner = ::geteuid();
  const bool is_right =
      about.st_uid == owner && about.st_gid == gid && (about.st_mode & 07777) == kHandledMode;
  if (is_right) return *made;
  // The owner first: a change of owner takes the set-gid bit away.
  if (::fchown(folder->get(), owner, gid) != 0) return system_failure(errno, "handled.owner", name);
  if (::fchmod(folder->get(), kHandledMode) != 0) return system_failure(errno, "handled.mode", name);
  return true;
}

Result<void> remove_handled_folder(const GuardedFolder& state, const std::string& name) {
  const auto folder = open_folder(state, name);
  if (!folder) return folder.error().system == ENOENT ? Result<void>() : Failure(folder.error());
  empty_folder(folder->get());
  auto removed = state.remove_folder(name);
  if (removed || removed.error().code != Code::conflict) return removed;
  return fail(Code::denied, "handled.remove", state.path() + '/' + name + ": holds more than marks", "KIND");
}

}  // namespace tocsin
