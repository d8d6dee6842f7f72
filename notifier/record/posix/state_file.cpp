// state.db as a file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "notifier/record/state_file.h"

namespace tocsin {
namespace {

Failure failed(Code code, std::string detail, int number) {
  return fail(Error{.code = code, .operation = "state.file", .detail = std::move(detail), .system = number});
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_folder(const std::string& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // A folder that can be written but not read cannot be opened, and so not be flushed.
  if (handle < 0 && errno == EACCES) return {};
  if (handle < 0) return failed(Code::io, "the folder cannot be opened", errno);
  const int synced = ::fsync(handle);
  const int number = errno;
  ::close(handle);
  // Some network file systems cannot sync a folder. The file is used all the same.
  if (synced != 0 && number != EINVAL) return failed(Code::io, "the folder cannot be flushed", number);
  return {};
}

Result<void> make_folder(const std::string& folder) {
  for (auto slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
    const std::string part = folder.substr(0, slash);
    const bool made = ::mkdir(part.c_str(), 0700) == 0;
    if (made) {
      // If the new name is not flushed, a power cut loses everything below it.
      TRY(sync_folder(folder_of(part)));
    } else if (errno != EEXIST) {
      // EROFS and EACCES are also returned for folders that exist; creating the file then reports the error.
      struct stat found {};
      const int number = errno;
      if (::stat(part.c_str(), &found) != 0)
        return failed(Code::io, "the folder cannot be made: " + part + foreign_owner(part), number);
    }
    if (slash == std::string::npos) return {};
  }
}

}  // namespace

std::string foreign_owner(const std::string& path) {
  struct stat about {};
  std::string at = path;
  while (::lstat(at.c_str(), &about) != 0) {
    if (!is_absence(errno) || at == "/" || at == ".") return {};
    at = folder_of(at);
  }
  if (about.st_uid == ::geteuid()) return {};
  return ": " + (at == path ? "it" : at) + " belongs to another user (uid " + std::to_string(about.st_uid) +
         ")";
}

bool is_absence(int system) {
  return system == ENOENT || system == ENOTDIR;
}

Result<FileIdentity> identify_state_file(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    const int number = errno;
    return failed(is_absence(number) ? Code::not_found : Code::io, "the file cannot be examined: " + path,
                  number);
  }
  if (!S_ISREG(found.st_mode)) return fail(Code::io, "state.file", "not a regular file: " + path, "KIND");
  if (found.st_nlink != 1)
    return fail(Code::io, "state.file", "the file has more than one name: " + path, "LINKS");
  return FileIdentity{found.st_dev, found.st_ino};
}

Result<void> create_state_file(const std::string& path) {
  TRY(make_folder(folder_of(path)));
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (handle < 0 && errno == EEXIST) return {};
  if (handle < 0) {
    const int number = errno;
    return failed(Code::io, "the file cannot be created: " + path + foreign_owner(path), number);
  }
  ::close(handle);
  return sync_folder(folder_of(path));
}

Result<void> move_state_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return failed(errno == ENOENT ? Code::not_found : Code::io, "the file cannot be renamed: " + from, errno);
  }
  return sync_folder(folder_of(to));
}

Result<void> remove_leftover(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return failed(Code::io, "the file cannot be removed: " + path, errno);
}

}  // namespace tocsin
