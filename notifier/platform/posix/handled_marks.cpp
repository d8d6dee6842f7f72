// Reads and writes marks relative to an open folder, without following links.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

constexpr unsigned kReadableByAll = 0444;

bool is_guarded(const struct stat& about) {
  return S_ISDIR(about.st_mode) && (about.st_uid == 0 || about.st_uid == ::geteuid()) &&
         (about.st_mode & S_ISVTX) != 0 && (about.st_mode & S_IWOTH) == 0;
}

Result<Descriptor> open_handled(const std::string& machine_folder) {
  const std::string path = machine_folder + "/handled";
  auto folder = TRY(open_at(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  struct stat about = {};
  if (::fstat(folder.get(), &about) != 0) return system_failure(errno, "marks.stat", path);
  if (!is_guarded(about)) return fail(Code::denied, "marks.open", path, "OWNER");
  return folder;
}

std::optional<Mark> mark_of(int folder, const char* name) {
  auto mark = parse_mark_name(name);
  struct stat about = {};
  if (!mark || ::fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  if (!S_ISREG(about.st_mode) || about.st_nlink != 1 || mark->owner != std::to_string(about.st_uid))
    return std::nullopt;
  mark->when = instant_at(about.st_mtim.tv_sec);
  return mark;
}

}  // namespace

std::vector<Mark> read_marks(const std::string& machine_folder) {
  std::vector<Mark> marks;
  auto folder = open_handled(machine_folder);
  if (!folder) return marks;
  const int held = folder->get();
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(held), ::closedir);
  if (!listing) return marks;
  static_cast<void>(folder->release());  // the listing closes it
  for (std::size_t seen = 0; seen < kMostMarks; ++seen) {
    const dirent* entry = ::readdir(listing.get());
    if (entry == nullptr) break;
    if (auto mark = mark_of(held, entry->d_name)) marks.push_back(*std::move(mark));
  }
  return marks;
}

Result<void> leave_mark(const std::string& machine_folder, std::string_view message, std::uint32_t revision) {
  const auto folder = TRY(open_handled(machine_folder));
  const std::string name = mark_name(message, revision, user_id());
  const auto made =
      open_at(folder.get(), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK, kReadableByAll);
  if (made || made.error().system == EEXIST) return {};
  return fail(made.error());
}

}  // namespace tocsin
