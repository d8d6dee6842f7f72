// Walks component by component with O_NOFOLLOW and works relative to the handle.
#include "updater/platform/guarded_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

bool is_component(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

bool is_ours(const struct stat& about) {
  return about.st_uid == 0 || about.st_uid == ::geteuid();
}

bool is_guarded(const struct stat& about) {
  return is_ours(about) && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// What is demanded of a folder on the way to a root, and of one below it.
enum class Demand : std::uint8_t { passage, guarded };

/// In a sticky folder others may add names, but not rename or remove those of root's.
bool meets(Demand demand, const struct stat& about) {
  const bool is_sticky = (about.st_mode & S_ISVTX) != 0;
  return is_guarded(about) || (demand == Demand::passage && is_ours(about) && is_sticky);
}

std::string owner_fault(const struct stat& about, const std::string& path) {
  if (!is_ours(about)) return path + ": belongs to user " + std::to_string(about.st_uid) + ", not to root";
  return path + ": others than root may write to it";
}

std::string kind_of(const struct stat& about) {
  if (S_ISLNK(about.st_mode)) return "a link";
  if (S_ISDIR(about.st_mode)) return "a folder";
  return S_ISREG(about.st_mode) ? "a file" : "a pipe, socket or device";
}

/// `path` is for messages.
Failure wrong_kind(int folder, const std::string& name, const std::string& path) {
  struct stat about = {};
  const bool is_known = ::fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0;
  return fail(Code::denied, "file.open", path + ": is " + (is_known ? kind_of(about) : "of another kind"),
              "KIND");
}

/// Opens a regular file; what is of another kind is not opened at all.
Result<Descriptor> open_file(int folder, const std::string& name, const std::string& path) {
  auto file = open_regular(folder, name, O_RDONLY, LastLink::refused);
  if (file) return file;
  if (file.error().rule != "KIND") return system_failure(file.error().system, "file.open", path);
  Error other = wrong_kind(folder, name, path).value();
  other.detail += ", not a file";
  return fail(std::move(other));
}

Result<Descriptor> checked_folder(Descriptor handle, Demand demand, const std::string& path) {
  struct stat about = {};
  if (::fstat(handle.get(), &about) != 0) return system_failure(errno, "folder.stat", path);
  if (!meets(demand, about)) return fail(Code::denied, "folder.open", owner_fault(about, path), "OWNER");
  return handle;
}

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

Result<Descriptor> open_folder(int parent, const std::string& name, Demand demand, const std::string& path) {
  auto opened = open_at(parent, name, kFolderFlags);
  if (opened) return checked_folder(std::move(*opened), demand, path);
  const int number = opened.error().system;
  if (number == ELOOP || number == ENOTDIR) return wrong_kind(parent, name, path);
  return system_failure(number, "file.open", path);
}

Failure not_plain(const std::string& operation, const std::string& path) {
  return fail(Code::denied, operation, path + ": not a plain name", "KIND");
}

Result<void> make_folder(int parent, const std::string& name, const std::string& path) {
  if (::mkdirat(parent, name.c_str(), kFolderMode) == 0) return {};
  if (errno == EEXIST) return fail(Code::conflict, "folder.create", path + ": exists already");
  return system_failure(errno, "folder.create", path);
}

std::vector<std::string> components_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string temporary_of(const std::string& name) {
  return '.' + name + ".new";
}

int descriptor(std::intptr_t handle) {
  return static_cast<int>(handle);
}

/// The bytes up to the end, which must be as many as the file had when it was opened.
Result<void> read_all(int handle, std::uint64_t size, std::uint64_t cap, const std::string& path,
                      const Take& take) {
  if (size > cap) return fail(Code::too_large, "file.read", path);
  std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(size + 1, kPieceBytes)), '\0');
  std::uint64_t have = 0;
  while (true) {
    const ssize_t got = ::read(handle, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(errno, "file.read", path);
    if (got == 0) break;
    have += static_cast<std::uint64_t>(got);
    if (have > size) return fail(Code::io, "file.read", path + ": grew while it was read");
    TRY(take({piece.data(), static_cast<std::size_t>(got)}));
  }
  if (have == size) return {};
  return fail(Code::io, "file.read", path + ": shrank while it was read");
}

}  // namespace

bool held_files_can_go() {
  return true;
}

std::string folder_above(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// The way from a root to a folder.
namespace {

struct Way {
  int root;
  Demand demand;     // of each folder on it
  bool makes;        // folders that are missing
  std::string path;  // of the root, for messages
};

/// Where a link directly below the root leads, if it is root's own; empty for everything else.
std::string target_of_link(const Way& way, const std::string& name) {
  struct stat about = {};
  std::array<char, 512> target = {};
  if (::fstatat(way.root, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) return {};
  if (!S_ISLNK(about.st_mode) || !is_ours(about)) return {};
  const ssize_t length = ::readlinkat(way.root, name.c_str(), target.data(), target.size());
  const bool is_whole = length > 0 && static_cast<std::size_t>(length) < target.size();
  return is_whole ? std::string(target.data(), static_cast<std::size_t>(length)) : std::string();
}

Result<Descriptor> open_or_make(int parent, const std::string& name, const Way& way,
                                const std::string& path) {
  auto opened = open_folder(parent, name, way.demand, path);
  if (opened || opened.error().system != ENOENT || !way.makes) return opened;
  TRY(make_folder(parent, name, path));
  if (::fsync(parent) != 0) return system_failure(errno, "folder.sync", path);
  return open_folder(parent, name, way.demand, path);
}

enum class TopLink : bool { refused, followed };

Result<Descriptor> walk(const Way& way, const std::string& path, TopLink top);

/// Seen from the root: an image's link leads into the image. Nothing is made behind a link.
Result<Descriptor> follow(const Way& way, const std::string& target, const std::string& path) {
  auto behind = walk({way.root, way.demand, false, way.path}, target, TopLink::refused);
  if (behind || (behind.error().code == Code::not_found && !way.makes)) return behind;
  return fail(Code::denied, "folder.open",
              path + ": is a link to " + target + ", which cannot be used (" + behind.error().detail + ')',
              behind.error().rule.empty() ? "KIND" : behind.error().rule);
}

Result<Descriptor> walk(const Way& way, const std::string& path, TopLink top) {
  std::string so_far = way.path;
  Descriptor handle = TRY(open_folder(way.root, ".", way.demand, so_far + '/'));
  for (const std::string& name : components_of(path)) {
    so_far += '/' + name;
    if (!is_component(name)) return not_plain("folder.open", so_far);
    const bool is_top = so_far.size() == way.path.size() + 1 + name.size();
    const std::string target = is_top && top == TopLink::followed ? target_of_link(way, name) : std::string();
    handle = target.empty() ? TRY(open_or_make(handle.get(), name, way, so_far))
                            : TRY(follow(way, target, so_far));
  }
  return handle;
}

std::string joined(const std::string& root, const std::string& path) {
  std::string whole = root;
  for (const std::string& name : components_of(path)) whole += '/' + name;
  return whole;
}

}  // namespace

Result<GuardedRoot> GuardedRoot::open(const std::string& dir) {
  Descriptor top = TRY(open_at(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY));
  const Way way = {top.get(), Demand::passage, false, {}};
  const std::string plain = std::filesystem::path(dir).lexically_normal().string();  // without "." and ".."
  Descriptor found = TRY(walk(way, plain, TopLink::followed));
  Descriptor root = TRY(checked_folder(std::move(found), Demand::guarded, dir + '/'));
  return GuardedRoot(root.release(), joined({}, plain));
}

GuardedRoot::GuardedRoot(GuardedRoot&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), path_(std::move(other.path_)) {}

GuardedRoot::~GuardedRoot() {
  if (handle_ >= 0) ::close(descriptor(handle_));
}

bool GuardedRoot::holds_system() const {
  return std::ranges::any_of(std::array{"etc", "usr"}, [this](const char* name) {
    return ::faccessat(descriptor(handle_), name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  });
}

Result<GuardedFolder> GuardedRoot::folder(const std::string& path) const {
  const Way way = {descriptor(handle_), Demand::guarded, false, path_};
  Descriptor found = TRY(walk(way, path, TopLink::followed));
  return GuardedFolder(found.release(), joined(path_, path));
}

Result<GuardedFolder> GuardedRoot::make_folder(const std::string& path) const {
  const Way way = {descriptor(handle_), Demand::guarded, true, path_};
  Descriptor found = TRY(walk(way, path, TopLink::followed));
  return GuardedFolder(found.release(), joined(path_, path));
}

Result<void> GuardedRoot::remove_if_empty(const std::string& path) const {
  const std::string parent = folder_above(path);
  const auto above = folder(parent);
  if (above) return above->remove_folder(path.substr(parent.size() + 1));
  return above.error().code == Code::not_found ? Result<void>() : fail(above.error());
}

GuardedFolder::GuardedFolder(GuardedFolder&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), path_(std::move(other.path_)) {}

GuardedFolder::~GuardedFolder() {
  if (handle_ >= 0) ::close(descriptor(handle_));
}

std::string GuardedFolder::at(const std::string& name) const {
  return path_ + '/' + name;
}

Result<GuardedFolder> GuardedFolder::folder(const std::string& name) const {
  if (!is_component(name)) return not_plain("folder.open", at(name));
  Descriptor handle = TRY(open_folder(descriptor(handle_), name, Demand::guarded, at(name)));
  return GuardedFolder(handle.release(), at(name));
}

Result<GuardedFolder> GuardedFolder::create_folder(const std::string& name) const {
  if (!is_component(name)) return not_plain("folder.create", at(name));
  TRY(make_folder(descriptor(handle_), name, at(name)));
  auto made = folder(name);
  if (!made) static_cast<void>(remove_folder(name));
  return made;
}

// The mode is set on the handle, so it does not depend on the umask, and is never wider in between.
Result<NewFile> GuardedFolder::create_file(const std::string& name, unsigned mode) const {
  if (!is_component(name)) return not_plain("file.create", at(name));
  auto opened = open_at(descriptor(handle_), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, kPrivateMode);
  if (!opened) return system_failure(opened.error().system, "file.create", at(name));
  Descriptor file = std::move(*opened);
  if (::fchmod(file.get(), mode) != 0) {
    auto failure = system_failure(errno, "file.mode", at(name));
    static_cast<void>(remove(name));
    return failure;
  }
  return NewFile(file.release(), at(name));
}

Result<void> GuardedFolder::read_pieces(const std::string& name, std::uint64_t cap, const Take& take) const {
  if (!is_component(name)) return not_plain("file.open", at(name));
  const Descriptor file = TRY(open_file(descriptor(handle_), name, at(name)));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "file.stat", at(name));
  if (about.st_nlink != 1) {
    return fail(Code::denied, "file.open", at(name) + ": has a second name (a hard link)", "KIND");
  }
  if (!is_guarded(about)) return fail(Code::denied, "file.open", owner_fault(about, at(name)), "OWNER");
  return read_all(file.get(), static_cast<std::uint64_t>(about.st_size), cap, at(name), take);
}

Result<std::string> GuardedFolder::read(const std::string& name, std::size_t cap) const {
  std::string bytes;
  const auto take = [&bytes](std::string_view piece) { return bytes.append(piece), Result<void>(); };
  TRY(read_pieces(name, cap, take));
  return bytes;
}

bool GuardedFolder::holds_file(const std::string& name, unsigned mode, std::uint64_t size) const {
  struct stat about = {};
  if (!is_component(name) || ::fstatat(descriptor(handle_), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
    return false;
  return S_ISREG(about.st_mode) && about.st_nlink == 1 && is_guarded(about) &&
         (about.st_mode & 07777) == mode && static_cast<std::uint64_t>(about.st_size) == size;
}

Result<void> GuardedFolder::replace(const std::string& name, std::string_view bytes, unsigned mode,
                                    Durability durability) const {
  const std::string temporary = temporary_of(name);
  TRY(remove(temporary));
  NewFile file = TRY(create_file(temporary, mode));
  auto written = file.write(bytes).and_then([&] { return file.finish(durability); });
  if (written && ::renameat(descriptor(handle_), temporary.c_str(), descriptor(handle_), name.c_str()) != 0) {
    written = system_failure(errno, "file.rename", at(name));
  }
  if (!written) {
    static_cast<void>(remove(temporary));
    return written;
  }
  return durability == Durability::durable ? sync() : Result<void>();
}

Result<bool> GuardedFolder::ensure(const std::string& name, std::string_view bytes, unsigned mode) const {
  if (holds_file(name, mode, bytes.size())) {
    const auto there = read(name, bytes.size());
    if (there && *there == bytes) return remove(temporary_of(name)).map([] { return false; });
  }
  return replace(name, bytes, mode, Durability::durable).map([] { return true; });
}

Result<void> GuardedFolder::remove(const std::string& name) const {
  if (!is_component(name)) return not_plain("file.remove", at(name));
  if (::unlinkat(descriptor(handle_), name.c_str(), 0) == 0 || errno == ENOENT) return {};
  const int number = errno;  // a file system that is read-only refuses before it looks for the name
  struct stat about = {};
  if (::fstatat(descriptor(handle_), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
    return {};
  return system_failure(number, "file.remove", at(name));
}

Result<void> GuardedFolder::remove_regular(const std::string& name) const {
  struct stat about = {};
  if (::fstatat(descriptor(handle_), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
    return errno == ENOENT ? Result<void>() : system_failure(errno, "file.remove", at(name));
  }
  if (!S_ISREG(about.st_mode))
    return fail(Code::denied, "file.remove", at(name) + ": is " + kind_of(about) + ", not a file", "KIND");
  return remove(name);
}

Result<void> GuardedFolder::remove_folder(const std::string& name) const {
  if (!is_component(name)) return not_plain("folder.remove", at(name));
  if (::unlinkat(descriptor(handle_), name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) return {};
  if (errno == ENOTEMPTY || errno == EEXIST)
    return fail(Code::conflict, "folder.remove", at(name) + ": not empty");
  return system_failure(errno, "folder.remove", at(name));
}

// A second handle: reading a folder moves its handle's position, and this one may be read again.
Result<std::vector<std::string>> GuardedFolder::names() const {
  auto opened = open_at(descriptor(handle_), ".", O_RDONLY | O_DIRECTORY);
  if (!opened) return system_failure(opened.error().system, "file.open", path_);
  Descriptor handle = std::move(*opened);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(handle.get()), ::closedir);
  if (!listing) return system_failure(errno, "folder.list", path_);
  static_cast<void>(handle.release());
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(listing.get())) {
    if (is_component(entry->d_name)) names.emplace_back(entry->d_name);
    errno = 0;
  }
  if (errno != 0) return system_failure(errno, "folder.list", path_);
  return names;
}

bool GuardedFolder::can_run_programs() const {
  struct statvfs about = {};
  return ::fstatvfs(descriptor(handle_), &about) != 0 || (about.f_flag & ST_NOEXEC) == 0;
}

Result<bool> GuardedFolder::ensure_mode() const {
  struct stat about = {};
  if (::fstat(descriptor(handle_), &about) != 0) return system_failure(errno, "folder.stat", path_);
  if ((about.st_mode & 07777) == kFolderMode) return false;
  if (::fchmod(descriptor(handle_), kFolderMode) != 0) return system_failure(errno, "folder.mode", path_);
  return true;
}

Result<void> GuardedFolder::sync() const {
  if (::fsync(descriptor(handle_)) == 0) return {};
  return system_failure(errno, "folder.sync", path_);
}

NewFile::NewFile(NewFile&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), name_(std::move(other.name_)) {}

NewFile::~NewFile() {
  if (handle_ >= 0) ::close(descriptor(handle_));
}

Result<void> NewFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor(handle_), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_failure(errno, "file.write", name_);
    if (done == 0) return fail(Code::io, "file.write", name_ + ": nothing was written");
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

// Only a hint: finish() waits, and reports errors.
void NewFile::begin_writeback() {
  static_cast<void>(::sync_file_range(descriptor(handle_), 0, 0, SYNC_FILE_RANGE_WRITE));
}

// A failed fsync is not repeated on the same file: the kernel may have dropped the pages already.
Result<void> NewFile::finish(Durability durability) {
  if (durability == Durability::durable && ::fsync(descriptor(handle_)) != 0)
    return system_failure(errno, "file.sync", name_);
  if (::close(descriptor(std::exchange(handle_, -1))) != 0) return system_failure(errno, "file.close", name_);
  return {};
}

}  // namespace tocsin
