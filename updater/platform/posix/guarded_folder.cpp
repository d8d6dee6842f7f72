// Walks component by component with O_NOFOLLOW and works relative to the handle.
#include "updater/platform/guarded_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

bool is_component(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

bool is_guarded(const struct stat& about) {
  const bool is_ours = about.st_uid == 0 || about.st_uid == ::geteuid();
  return is_ours && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// An object of another kind, such as a link in the last place, is an error of the rule KIND (openat: ELOOP;
/// with O_DIRECTORY: ENOTDIR).
Result<Descriptor> open_of_kind(int folder, const std::string& name, int flags) {
  auto handle = open_at(folder, name, flags);
  if (!handle && (handle.error().system == ELOOP || handle.error().system == ENOTDIR)) {
    handle.error().code = Code::denied;
    handle.error().rule = "KIND";
  }
  return handle;
}

Result<Descriptor> checked_folder(Descriptor handle, const std::string& path) {
  struct stat about = {};
  if (::fstat(handle.get(), &about) != 0) return system_failure(errno, "folder.stat", path);
  if (!is_guarded(about)) {
    return fail(Code::denied, "folder.open", path + ": others may write there, or own it", "OWNER");
  }
  return handle;
}

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

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

Result<GuardedFolder> GuardedFolder::open(const std::string& root, const std::string& path) {
  return walk(root, path, false);
}

Result<GuardedFolder> GuardedFolder::make(const std::string& root, const std::string& path) {
  return walk(root, path, true);
}

// The root itself comes from an administrator's command line, so links on the way to it are followed.
Result<GuardedFolder> GuardedFolder::walk(const std::string& root, const std::string& path,
                                          bool make_missing) {
  std::string so_far = root;
  Descriptor start = TRY(open_of_kind(AT_FDCWD, root.empty() ? "/" : root, O_RDONLY | O_DIRECTORY));
  Descriptor handle = TRY(checked_folder(std::move(start), root + '/'));
  for (const std::string& name : components_of(path)) {
    if (!is_component(name)) return fail(Code::denied, "folder.open", path, "KIND");
    so_far += '/' + name;
    auto next = open_of_kind(handle.get(), name, kFolderFlags);
    if (!next && next.error().system == ENOENT && make_missing) {
      TRY(make_folder(handle.get(), name, so_far));
      if (::fsync(handle.get()) != 0) return system_failure(errno, "folder.sync", so_far);
      next = open_of_kind(handle.get(), name, kFolderFlags);
    }
    Descriptor opened = TRY(std::move(next));
    handle = TRY(checked_folder(std::move(opened), so_far));
  }
  return GuardedFolder(handle.release(), so_far);
}

Result<void> GuardedFolder::remove_if_empty(const std::string& root, const std::string& path) {
  const std::string parent = folder_above(path);
  const auto above = open(root, parent.empty() ? "/" : parent);
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
  if (!is_component(name)) return fail(Code::denied, "folder.open", at(name), "KIND");
  Descriptor opened = TRY(open_of_kind(descriptor(handle_), name, kFolderFlags));
  Descriptor handle = TRY(checked_folder(std::move(opened), at(name)));
  return GuardedFolder(handle.release(), at(name));
}

Result<GuardedFolder> GuardedFolder::create_folder(const std::string& name) const {
  if (!is_component(name)) return fail(Code::denied, "folder.create", at(name), "KIND");
  TRY(make_folder(descriptor(handle_), name, at(name)));
  auto made = folder(name);
  if (!made) static_cast<void>(remove_folder(name));
  return made;
}

// The mode is set on the handle, so it does not depend on the umask, and is never wider in between.
Result<NewFile> GuardedFolder::create_file(const std::string& name, unsigned mode) const {
  if (!is_component(name)) return fail(Code::denied, "file.create", at(name), "KIND");
  Descriptor file =
      TRY(open_at(descriptor(handle_), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, kPrivateMode));
  if (::fchmod(file.get(), mode) != 0) {
    auto failure = system_failure(errno, "file.mode", at(name));
    static_cast<void>(remove(name));
    return failure;
  }
  return NewFile(file.release(), at(name));
}

Result<void> GuardedFolder::read_pieces(const std::string& name, std::uint64_t cap, const Take& take) const {
  if (!is_component(name)) return fail(Code::denied, "file.open", at(name), "KIND");
  const Descriptor file = TRY(open_regular(descriptor(handle_), name, O_RDONLY, LastLink::refused));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "file.stat", at(name));
  if (about.st_nlink != 1) {
    return fail(Code::denied, "file.open", at(name) + ": not a regular file with one name", "KIND");
  }
  if (!is_guarded(about)) {
    return fail(Code::denied, "file.open", at(name) + ": others may write it, or own it", "OWNER");
  }
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
  if (!is_component(name)) return fail(Code::denied, "file.remove", at(name), "KIND");
  if (::unlinkat(descriptor(handle_), name.c_str(), 0) == 0 || errno == ENOENT) return {};
  return system_failure(errno, "file.remove", at(name));
}

Result<void> GuardedFolder::remove_regular(const std::string& name) const {
  struct stat about = {};
  if (::fstatat(descriptor(handle_), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
    return errno == ENOENT ? Result<void>() : system_failure(errno, "file.remove", at(name));
  }
  if (!S_ISREG(about.st_mode)) return fail(Code::denied, "file.remove", at(name), "KIND");
  return remove(name);
}

Result<void> GuardedFolder::remove_folder(const std::string& name) const {
  if (!is_component(name)) return fail(Code::denied, "folder.remove", at(name), "KIND");
  if (::unlinkat(descriptor(handle_), name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) return {};
  if (errno == ENOTEMPTY || errno == EEXIST)
    return fail(Code::conflict, "folder.remove", at(name) + ": not empty");
  return system_failure(errno, "folder.remove", at(name));
}

// A second handle: reading a folder moves its handle's position, and this one may be read again.
Result<std::vector<std::string>> GuardedFolder::names() const {
  Descriptor handle = TRY(open_at(descriptor(handle_), ".", O_RDONLY | O_DIRECTORY));
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
  if (!write_all(descriptor(handle_), bytes)) return system_failure(errno, "file.write", name_);
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
