// Write aside, fsync, rename, fsync the folder. Layer: platform, POSIX only.
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "schema/core/text/text.h"
#include "schema/platform/durable_file.h"
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
  // Cut, so that a name near NAME_MAX still has room for the temporary's.
  const std::string temporary = "." + name.substr(0, 200) + "." + hex({random.data(), random.size()});
  auto file = open_at(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (!file) return Failure(std::move(file).error());
  return Temporary(folder, temporary, std::move(*file));
}

bool write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(handle, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

/// Some network file systems cannot sync a folder and say EINVAL; there is nothing more to be done there.
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
  auto folder = open_at(AT_FDCWD, at.folder, O_RDONLY | O_DIRECTORY);
  if (!folder) return Failure(std::move(folder).error());
  auto temporary = create_beside(folder->get(), at.name);
  if (!temporary) return Failure(std::move(temporary).error());
  if (auto filled = fill(*temporary, bytes, mode, path); !filled) return filled;
  if (!temporary->rename_to(at.name)) return system_failure(errno, "durable_file.rename", path);
  if (!sync_folder(folder->get())) return system_failure(errno, "durable_file.sync_folder", path);
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t cap) {
  const auto file = open_at(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!file) return Failure(file.error());
  struct stat about = {};
  if (::fstat(file->get(), &about) != 0) return system_failure(errno, "file.stat", path);
  if (!S_ISREG(about.st_mode)) return fail(Code::denied, "file.open", path + ": not a regular file", "KIND");
  return read_whole(file->get(), static_cast<std::size_t>(about.st_size), cap, path);
}

}  // namespace tocsin
