// A whole file as memory, without a copy. Layer: notifier/facts/sources, POSIX only.
#include "notifier/facts/sources/posix/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {

Result<MappedFile> MappedFile::open(const std::string& path, std::size_t cap) {
  const auto file = open_at(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!file) return Failure(file.error());
  struct stat about = {};
  if (::fstat(file->get(), &about) != 0) return system_failure(errno, "file.stat", path);
  if (!S_ISREG(about.st_mode)) return fail(Code::denied, "file.map", path, "KIND");
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > cap) return fail(Code::too_large, "file.map", path);
  if (size == 0) return MappedFile(nullptr, 0);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file->get(), 0);
  if (start == MAP_FAILED) return system_failure(errno, "file.map", path);
  return MappedFile(start, size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
  if (start_ != nullptr) ::munmap(start_, size_);
}

}  // namespace tocsin
