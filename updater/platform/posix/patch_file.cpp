// Positioned reads from one open file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "schema/platform/posix/descriptor.h"
#include "updater/platform/patch_file.h"

namespace tocsin::updater {

// /proc/self/exe is the file that runs, even if another file has its name by now.
Result<PatchFile> PatchFile::open(const std::string& path) {
  const std::string name = path.empty() ? "/proc/self/exe" : path;
  Descriptor file = TRY(open_at(AT_FDCWD, name, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "patch.stat", name);
  if (!S_ISREG(about.st_mode)) return fail(Code::denied, "patch.open", name + ": not a regular file", "KIND");
  return PatchFile(file.release(), static_cast<std::uint64_t>(about.st_size), name);
}

PatchFile::PatchFile(PatchFile&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), size_(other.size_), name_(std::move(other.name_)) {}

PatchFile::~PatchFile() {
  if (handle_ != kNoHandle) ::close(handle_);
}

Result<std::string> PatchFile::read_at(std::uint64_t offset, std::size_t count) const {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const ssize_t got =
        ::pread(handle_, bytes.data() + have, count - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(errno, "patch.read", name_);
    if (got == 0) return fail(Code::io, "patch.read", name_ + ": it was cut off while it was read");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace tocsin::updater
