// A new file and its way to the disk. Layer: updater/platform, POSIX only.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "schema/platform/posix/descriptor.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {
namespace {

int descriptor(std::intptr_t handle) {
  return static_cast<int>(handle);
}

}  // namespace

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

// A hint: finish() is what counts, and what reports.
void NewFile::begin_writeback() {
  static_cast<void>(::sync_file_range(descriptor(handle_), 0, 0, SYNC_FILE_RANGE_WRITE));
}

// A failed fsync is never tried again on the same file: the kernel may have dropped the pages already.
Result<void> NewFile::finish(Durability durability) {
  if (durability == Durability::durable && ::fsync(descriptor(handle_)) != 0)
    return system_failure(errno, "file.sync", name_);
  if (::close(descriptor(std::exchange(handle_, -1))) != 0) return system_failure(errno, "file.close", name_);
  return {};
}

}  // namespace tocsin
