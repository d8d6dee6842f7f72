// Reads below a held folder: links are never followed, owner and mode are those of the open file, not of a
// name. Layer: platform, POSIX only.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "schema/platform/owned_file.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
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

/// A link in the last place: openat says ELOOP, and that is a matter of kind.
Failure open_failure(Error error) {
  if (error.system == ELOOP) error.rule = "KIND";
  error.operation = "owned_file.open";
  return Failure(std::move(error));
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

}  // namespace

// O_PATH opens a link itself, so that fstat tells a link from a missing folder.
Result<Folder> Folder::open(const std::string& path, Ownership ownership) {
  std::string name = path;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  auto handle = open_at(AT_FDCWD, name, O_PATH | O_NOFOLLOW);
  if (!handle) return open_failure(std::move(handle).error());
  if (auto size = checked_size(handle->get(), Kind::folder, ownership, path); !size) {
    return Failure(std::move(size).error());
  }
  return Folder(handle->release(), ownership);
}

Folder::Folder(Folder&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), ownership_(other.ownership_) {}

Folder::~Folder() {
  if (handle_ >= 0) ::close(static_cast<int>(handle_));
}

// O_NONBLOCK: a FIFO or a device in the file's place must not hold a logon up.
Result<std::string> Folder::read(const std::string& name, std::size_t cap) const {
  if (!is_plain_name(name)) return fail(Code::denied, "owned_file.open", name, "KIND");
  auto file = open_at(static_cast<int>(handle_), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (!file) return open_failure(std::move(file).error());
  const auto size = checked_size(file->get(), Kind::file, ownership_, name);
  if (!size) return Failure(size.error());
  return read_whole(file->get(), *size, cap, name);
}

}  // namespace tocsin
