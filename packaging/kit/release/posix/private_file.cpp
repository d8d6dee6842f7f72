// Files of keys on POSIX: the mode says who can read them.
#include "packaging/kit/release/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

Failure failed(int number, std::string operation, const std::string& path) {
  Failure failure = system_failure(number, std::move(operation), path);
  if (number == EEXIST) failure.value().code = Code::conflict;
  return failure;
}

/// Fails where others can read the file. The mode of a pipe says nothing of what comes through it.
Result<void> check_readers(int handle, const std::string& path) {
  struct stat about = {};
  if (::fstat(handle, &about) != 0) return system_failure(errno, "key.read", path);
  if (S_ISFIFO(about.st_mode)) return {};
  if (!S_ISREG(about.st_mode)) return fail(Code::denied, "key.read", path + ": not a regular file", "KIND");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return fail(Code::denied, "key.read", path + ": others have access to it; chmod 600 it first", "READABLE");
}

/// Reads up to the end of the file. Nothing, with errno, when that fails.
std::optional<std::size_t> read_all(int handle, char* into, std::size_t room) {
  std::size_t size = 0;
  while (size < room) {
    const ssize_t got = ::read(handle, into + size, room - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

}  // namespace

Result<void> create_file(const std::string& path, std::string_view bytes, Readers readers) {
  const mode_t mode = readers == Readers::owner ? 0600 : 0644;
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (handle < 0) return failed(errno, "key.create", path);
  const bool written = write_all(handle, bytes) && ::fsync(handle) == 0;
  const int number = errno;
  const bool closed = ::close(handle) == 0;
  if (written && closed) return {};
  ::unlink(path.c_str());
  return failed(written ? errno : number, "key.create", path);
}

Result<Secret> read_private_file(const std::string& path, std::size_t cap) {
  const Descriptor file = TRY(open_at(AT_FDCWD, path, O_RDONLY | O_NOCTTY));
  TRY(check_readers(file.get(), path));
  Secret bytes(cap + 1);
  const auto size = read_all(file.get(), bytes.data(), cap + 1);
  if (!size) return system_failure(errno, "key.read", path);
  if (*size > cap) return fail(Code::too_large, "key.read", path);
  bytes.shorten(*size);
  return bytes;
}

}  // namespace tocsin
