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

void note(FoundMarks& found, const Failure& why) {
  if (!found.unread) found.unread = why.value();
}

/// The file is not opened: nobody but its owner decides what it is.
void add_mark(FoundMarks& found, int folder, const char* name) {
  auto mark = parse_mark_name(name);
  if (!mark) return;
  struct stat about = {};
  if (::fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno != ENOENT)
      note(found, system_failure(errno, "marks.stat", name));  // ENOENT: taken back just now
    return;
  }
  if (!S_ISREG(about.st_mode) || about.st_nlink != 1 || mark->owner != std::to_string(about.st_uid)) return;
  mark->when = instant_at(about.st_mtim.tv_sec);
  found.marks.push_back(*std::move(mark));
}

void add_entries(FoundMarks& found, DIR* listing, int folder) {
  for (std::size_t seen = 0; seen < kMostMarks; ++seen) {
    errno = 0;
    const dirent* entry = ::readdir(listing);
    if (entry == nullptr && errno != 0) return note(found, system_failure(errno, "marks.list", "handled"));
    if (entry == nullptr) return;
    add_mark(found, folder, entry->d_name);
  }
  if (::readdir(listing) != nullptr)
    note(found, fail(Code::too_large, "marks.list", "handled has more than 20,000 entries"));
}

/// No folder, or one that cannot hold marks: a link (ELOOP), or one that others could have arranged (OWNER).
bool has_no_marks(const Error& error) {
  return error.code == Code::not_found || error.system == ELOOP || error.rule == "OWNER";
}

/// Both times. A link in the file's place is not followed.
Result<void> set_time(int folder, const std::string& name, Instant when) {
  const timespec time = {seconds_of(when), 0};
  const timespec times[] = {time, time};
  if (::utimensat(folder, name.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0) return {};
  return system_failure(errno, "marks.time", name);
}

}  // namespace

FoundMarks read_marks(const std::string& machine_folder) {
  FoundMarks found;
  auto folder = open_handled(machine_folder);
  if (!folder) {
    if (!has_no_marks(folder.error())) found.unread = folder.error();
    return found;
  }
  const int held = folder->get();
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(held), ::closedir);
  if (!listing) {
    note(found, system_failure(errno, "marks.list", machine_folder));
    return found;
  }
  static_cast<void>(folder->release());  // the listing closes it
  add_entries(found, listing.get(), held);
  return found;
}

// The time is the reader's trusted one: under a clock that is behind, a mark would be older than its notice.
Result<void> leave_mark(const std::string& machine_folder, std::string_view message, std::uint32_t revision,
                        Instant when) {
  const auto folder = TRY(open_handled(machine_folder));
  const std::string name = mark_name(message, revision, user_id());
  const auto made =
      open_at(folder.get(), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK, kReadableByAll);
  if (!made && made.error().system != EEXIST) return fail(made.error());
  return set_time(folder.get(), name, when);
}

}  // namespace tocsin
