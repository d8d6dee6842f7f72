// Positioned reads from one open file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

#include "schema/platform/posix/descriptor.h"
#include "updater/platform/patch_file.h"

namespace tocsin {

namespace {

constexpr const char* kOwnImage = "/proc/self/exe";

/// For messages; the link itself where it cannot be read.
std::string own_name() {
  std::array<char, PATH_MAX> target = {};
  const ssize_t length = ::readlink(kOwnImage, target.data(), target.size());
  return length > 0 ? std::string(target.data(), static_cast<std::size_t>(length)) : kOwnImage;
}

}  // namespace

// /proc/self/exe is the file that runs, even if another file has its name by now.
Result<PatchFile> PatchFile::open(const std::string& path) {
  const std::string name = path.empty() ? own_name() : path;
  Descriptor file =
      TRY(open_regular(AT_FDCWD, path.empty() ? kOwnImage : path, O_RDONLY, LastLink::followed));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "patch.stat", name);
  return PatchFile(file.release(), static_cast<std::uint64_t>(about.st_size), name);
}

PatchFile::PatchFile(PatchFile&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), size_(other.size_), name_(std::move(other.name_)) {}

PatchFile::~PatchFile() {
  if (handle_ >= 0) ::close(static_cast<int>(handle_));
}

Result<std::string> PatchFile::read_at(std::uint64_t offset, std::size_t count) const {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const ssize_t got = ::pread(static_cast<int>(handle_), bytes.data() + have, count - have,
                                static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(errno, "patch.read", name_);
    if (got == 0) return fail(Code::io, "patch.read", name_ + ": it was cut off while it was read");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace tocsin
