// Files on POSIX. Replacing is: write a temporary, fsync, rename, fsync the folder. A lock is flock(2), which
// ends with its holder. Below a folder, links are never followed, and owner and mode are those of the open
// file, not of its name.
#include "schema/platform/files.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "schema/core/text/text.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

struct Split {
  std::string folder;
  std::string name;
};

Split split(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {".", path};
  return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

/// A file beside the target that is removed unless it was renamed.
class Temporary {
 public:
  Temporary(int folder, std::string name, Descriptor file)
      : folder_(folder), name_(std::move(name)), file_(std::move(file)) {}
  Temporary(Temporary&& other) noexcept
      : folder_(std::exchange(other.folder_, -1)),
        name_(std::move(other.name_)),
        file_(std::move(other.file_)) {}
  Temporary& operator=(Temporary&&) = delete;
  ~Temporary() {
    if (folder_ >= 0) ::unlinkat(folder_, name_.c_str(), 0);
  }

  [[nodiscard]] int file() const { return file_.get(); }
  [[nodiscard]] int close() { return ::close(file_.release()); }
  [[nodiscard]] bool rename_to(const std::string& name) {
    if (::renameat(folder_, name_.c_str(), folder_, name.c_str()) != 0) return false;
    folder_ = -1;
    return true;
  }

 private:
  int folder_;
  std::string name_;
  Descriptor file_;
};

Result<Temporary> create_beside(int folder, const std::string& name) {
  std::array<char, 8> random = {};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    return system_failure(errno, "durable_file.random", name);
  }
  // Cut, so that the temporary of a name near NAME_MAX still fits.
  const std::string temporary = "." + name.substr(0, 200) + "." + hex({random.data(), random.size()});
  Descriptor file =
      TRY(open_at(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  return Temporary(folder, temporary, std::move(file));
}

/// Some network file systems cannot sync a folder and fail with EINVAL. Nothing more can be done there.
bool sync_folder(int folder) {
  return ::fsync(folder) == 0 || errno == EINVAL;
}

/// A failed fsync is never tried again on the same file: the kernel may have dropped the pages already.
Result<void> fill(Temporary& temporary, std::string_view bytes, unsigned mode, const std::string& path) {
  if (::fchmod(temporary.file(), mode) != 0) return system_failure(errno, "durable_file.mode", path);
  if (!write_all(temporary.file(), bytes)) return system_failure(errno, "durable_file.write", path);
  if (::fsync(temporary.file()) != 0) return system_failure(errno, "durable_file.sync", path);
  if (temporary.close() != 0) return system_failure(errno, "durable_file.close", path);
  return {};
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) {
  const Split at = split(path);
  const Descriptor folder = TRY(open_at(AT_FDCWD, at.folder, O_RDONLY | O_DIRECTORY));
  Temporary temporary = TRY(create_beside(folder.get(), at.name));
  TRY(fill(temporary, bytes, mode, path));
  if (!temporary.rename_to(at.name)) return system_failure(errno, "durable_file.rename", path);
  if (!sync_folder(folder.get())) return system_failure(errno, "durable_file.sync_folder", path);
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t cap) {
  const Descriptor file = TRY(open_regular(AT_FDCWD, path, O_RDONLY, LastLink::followed));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "file.stat", path);
  return read_whole(file.get(), static_cast<std::size_t>(about.st_size), cap, path);
}

Result<FileLock> FileLock::try_take(const std::string& path) {
  Descriptor lock = TRY(take_lock(path, S_IRUSR | S_IWUSR));
  return FileLock(lock.release());
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock::~FileLock() {
  if (handle_ >= 0) ::close(static_cast<int>(handle_));
}

namespace {

enum class Kind { folder, file };

Result<std::size_t> checked_size(int handle, Kind kind, Ownership ownership, const std::string& detail) {
  struct stat about = {};
  if (::fstat(handle, &about) != 0) return system_failure(errno, "owned_file.stat", detail);
  const bool is_kind = kind == Kind::folder ? S_ISDIR(about.st_mode) : S_ISREG(about.st_mode);
  if (!is_kind) return fail(Code::denied, "owned_file.open", detail, "KIND");
  const bool is_owned = about.st_uid == 0 && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  if (ownership == Ownership::required && !is_owned) {
    return fail(Code::denied, "owned_file.open", detail, "OWNER");
  }
  return static_cast<std::size_t>(about.st_size);
}

/// openat fails with ELOOP if the last component is a link: that is an error of kind.
Failure open_failure(Error error) {
  if (error.system == ELOOP) error.rule = "KIND";
  error.operation = "owned_file.open";
  return fail(std::move(error));
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

}  // namespace

// O_PATH opens a link itself, so that fstat can tell a link from a missing folder.
Result<Folder> Folder::open(const std::string& path, Ownership ownership) {
  std::string name = path;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  auto handle = open_at(AT_FDCWD, name, O_PATH | O_NOFOLLOW);
  if (!handle) return open_failure(std::move(handle).error());
  TRY(checked_size(handle->get(), Kind::folder, ownership, path));
  return Folder(handle->release(), ownership);
}

Folder::Folder(Folder&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), ownership_(other.ownership_) {}

Folder::~Folder() {
  if (handle_ >= 0) ::close(static_cast<int>(handle_));
}

Result<std::string> Folder::read(const std::string& name, std::size_t cap) const {
  if (!is_plain_name(name)) return fail(Code::denied, "owned_file.open", name, "KIND");
  auto file = open_regular(static_cast<int>(handle_), name, O_RDONLY, LastLink::refused);
  if (!file) return open_failure(std::move(file).error());
  const std::size_t size = TRY(checked_size(file->get(), Kind::file, ownership_, name));
  return read_whole(file->get(), size, cap, name);
}

}  // namespace tocsin
