// File descriptors that close themselves, opens, reads and locks. errno becomes our codes here.
#include "schema/platform/posix/descriptor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace tocsin {
namespace {

Code code_from_errno(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return Code::not_found;
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP:
      return Code::denied;
    default:
      return Code::io;
  }
}

ssize_t read_some(int handle, char* into, std::size_t room) {
  ssize_t got = 0;
  do {
    got = ::read(handle, into, room);
  } while (got < 0 && errno == EINTR);
  return got;
}

/// Another program may create the file between the two attempts, and is then the first.
Result<Descriptor> open_or_create(const std::string& path, unsigned mode) {
  auto file = open_regular(AT_FDCWD, path, O_RDWR, LastLink::refused);
  if (file || file.error().system != ENOENT) return file;
  file = open_at(AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  if (file || file.error().system != EEXIST) return file;
  return open_regular(AT_FDCWD, path, O_RDWR, LastLink::refused);
}

int lock_now(int handle) {
  int done = 0;
  do {
    done = ::flock(handle, LOCK_EX | LOCK_NB);
  } while (done != 0 && errno == EINTR);
  return done;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

Descriptor::~Descriptor() {
  if (handle_ >= 0) ::close(handle_);
}

int Descriptor::release() {
  return std::exchange(handle_, -1);
}

Failure system_failure(int number, std::string operation, std::string detail) {
  return fail(Error{.code = code_from_errno(number),
                    .operation = std::move(operation),
                    .detail = std::move(detail),
                    .system = number});
}

Result<Descriptor> open_at(int folder, const std::string& path, int flags, unsigned mode) {
  int handle = -1;
  do {
    handle = ::openat(folder, path.c_str(), flags | O_CLOEXEC, mode);
  } while (handle < 0 && errno == EINTR);
  if (handle < 0) return system_failure(errno, "file.open", path);
  return Descriptor(handle);
}

namespace {

Failure wrong_kind(const std::string& path) {
  return fail(Code::denied, "file.open", path + ": not a regular file", "KIND");
}

/// Without /proc, as in an image that was entered by chroot(2), the name is opened once more. It is refused
/// if it means another file by now.
Result<Descriptor> open_by_name(int folder, const std::string& path, int flags, const struct stat& seen) {
  auto opened = TRY(open_at(folder, path, flags | O_NONBLOCK | O_NOCTTY));
  struct stat about = {};
  if (::fstat(opened.get(), &about) != 0) return system_failure(errno, "file.stat", path);
  if (about.st_dev != seen.st_dev || about.st_ino != seen.st_ino) return wrong_kind(path);
  return opened;
}

}  // namespace

// The second open is of the same file, whatever has become of its name meanwhile.
Result<Descriptor> open_regular(int folder, const std::string& path, int flags, LastLink last_link) {
  const int no_link = last_link == LastLink::refused ? O_NOFOLLOW : 0;
  const Descriptor found = TRY(open_at(folder, path, O_PATH | no_link));
  struct stat about = {};
  if (::fstat(found.get(), &about) != 0) return system_failure(errno, "file.stat", path);
  if (!S_ISREG(about.st_mode)) return wrong_kind(path);
  auto opened = open_at(AT_FDCWD, "/proc/self/fd/" + std::to_string(found.get()), flags);
  if (opened) return opened;
  if (opened.error().system == ENOENT) return open_by_name(folder, path, flags | no_link, about);
  return system_failure(opened.error().system, "file.open", path);
}

Result<std::string> read_whole(int handle, std::size_t size, std::size_t cap, const std::string& detail) {
  if (size > cap) return fail(Code::too_large, "file.read", detail);
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = read_some(handle, bytes.data() + have, size - have);
    if (got < 0) return system_failure(errno, "file.read", detail);
    if (got == 0) return fail(Code::io, "file.read", detail + ": shrank while it was read");
    have += static_cast<std::size_t>(got);
  }
  char beyond = 0;
  const ssize_t more = read_some(handle, &beyond, 1);
  if (more < 0) return system_failure(errno, "file.read", detail);
  if (more > 0) return fail(Code::io, "file.read", detail + ": grew while it was read");
  return bytes;
}

bool write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(handle, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done == 0) errno = EIO;  // nothing was written, and no reason was given
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

Result<Descriptor> take_lock(const std::string& path, unsigned mode) {
  auto file = TRY(open_or_create(path, mode));
  if (lock_now(file.get()) == 0) return file;
  if (errno == EWOULDBLOCK) return fail(Code::conflict, "lock.take", path);
  return system_failure(errno, "lock.take", path);
}

}  // namespace tocsin
