// flock(2): ends with the descriptor, so with its holder, however that ends. Layer: platform, POSIX only.
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "schema/platform/file_lock.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {

Result<FileLock> FileLock::try_take(const std::string& path) {
  auto lock = take_lock(path, S_IRUSR | S_IWUSR);
  if (!lock) return Failure(std::move(lock).error());
  return FileLock(lock->release());
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock::~FileLock() {
  if (handle_ >= 0) ::close(static_cast<int>(handle_));
}

}  // namespace tocsin
