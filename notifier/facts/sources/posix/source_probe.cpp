// The live Linux machine: files, the dpkg database, and systemd's unit files.
#include "notifier/facts/sources/source_probe.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "notifier/facts/sources/file_values.h"
#include "notifier/facts/sources/posix/dpkg_status.h"
#include "notifier/facts/sources/probed.h"
#include "schema/core/result.h"
#include "schema/platform/files.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::size_t kDpkgStatusBytes = 64u << 20;

/// A whole file as read-only memory, without a copy. Only for files that their owner replaces by rename, as
/// dpkg does: if a mapped file is truncated in place, reading it ends the program.
class MappedFile {
 public:
  /// Errors: not_found, denied (`rule` KIND: not a regular file), too_large, io.
  [[nodiscard]] static Result<MappedFile> open(const std::string& path, std::size_t cap);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view view() const { return {static_cast<const char*>(start_), size_}; }

 private:
  MappedFile(void* start, std::size_t size) : start_(start), size_(size) {}
  void* start_;
  std::size_t size_;
};

Result<MappedFile> MappedFile::open(const std::string& path, std::size_t cap) {
  const auto file = TRY(open_regular(AT_FDCWD, path, O_RDONLY, LastLink::followed));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return system_failure(errno, "file.stat", path);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > cap) return fail(Code::too_large, "file.map", path);
  if (size == 0) return MappedFile(nullptr, 0);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.get(), 0);
  if (start == MAP_FAILED) return system_failure(errno, "file.map", path);
  return MappedFile(start, size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
  if (start_ != nullptr) ::munmap(start_, size_);
}

Outcome outcome_of_errno() {
  return errno == ENOENT || errno == ENOTDIR ? Outcome::absent : Outcome::failed;
}

enum class Unit { missing, present, masked, failed };

/// Examines an alias. Its target is taken below `root`; a dangling one is no unit.
Unit look_at_link(const std::string& root, const std::string& folder, const std::string& path) {
  std::array<char, PATH_MAX> buffer = {};
  const ssize_t length = ::readlink(path.c_str(), buffer.data(), buffer.size());
  if (length <= 0) return Unit::failed;
  const std::string target(buffer.data(), static_cast<std::size_t>(length));
  if (target == "/dev/null") return Unit::masked;
  struct stat about = {};
  const std::string place = target.front() == '/' ? root + target : folder + target;
  if (::stat(place.c_str(), &about) == 0) return Unit::present;
  return outcome_of_errno() == Outcome::absent ? Unit::missing : Unit::failed;
}

/// systemd treats an empty unit file as a mask, too.
Unit look_in(const std::string& root, const std::string& folder, const std::string& name) {
  const std::string path = folder + name + ".service";
  struct stat about = {};
  if (::lstat(path.c_str(), &about) != 0) {
    return outcome_of_errno() == Outcome::absent ? Unit::missing : Unit::failed;
  }
  if (S_ISLNK(about.st_mode)) return look_at_link(root, folder, path);
  if (!S_ISREG(about.st_mode)) return Unit::failed;
  return about.st_size == 0 ? Unit::masked : Unit::present;
}

/// Whether systemd has a unit of that name (without ".service"), from the unit files alone. The first of
/// systemd's folders that has the unit decides; a masked unit is absent.
Outcome probe_service(const std::string& root, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) return Outcome::failed;
  for (const char* folder : {"/etc/systemd/system/", "/run/systemd/system/", "/usr/local/lib/systemd/system/",
                             "/usr/lib/systemd/system/", "/lib/systemd/system/"}) {
    const Unit unit = look_in(root, root + folder, name);
    if (unit == Unit::failed) return Outcome::failed;
    if (unit == Unit::masked) return Outcome::absent;
    if (unit == Unit::present) return Outcome::found;
  }
  return Outcome::absent;
}

Probed probe_file(const std::string& path) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) == 0)
    return {S_ISREG(about.st_mode) ? Outcome::found : Outcome::absent, {}};
  return {errno == ENOENT || errno == ENOTDIR ? Outcome::absent : Outcome::failed, {}};
}

/// The catalog's name of the processor; for others the kernel's name.
std::string architecture() {
  utsname about = {};
  if (::uname(&about) != 0) return {};
  const std::string machine = about.machine;
  return machine == "aarch64" ? "arm64" : machine;
}

class SystemProbe : public SourceProbe {
 public:
  explicit SystemProbe(std::string root) : root_(std::move(root)) {}

  Probed look(const Source& source) override {
    switch (source.kind) {
      case Source::Kind::package:
        return package(source.name);
      case Source::Kind::service:
        return {probe_service(root_, std::string(source.name)), {}};
      case Source::Kind::file:
      case Source::Kind::keyfile:
      case Source::Kind::config:
        return at_path(source);
      case Source::Kind::registry:
      case Source::Kind::uninstall:
        return {Outcome::not_applicable, {}};
      case Source::Kind::unknown:
        break;
    }
    return {Outcome::failed, {}};
  }

  // /usr/lib/os-release is read only if /etc has none: os-release(5).
  OsFact os() override {
    auto text = read_file(root_ + "/etc/os-release", kKeyfileBytes);
    if (!text && text.error().code == Code::not_found) {
      text = read_file(root_ + "/usr/lib/os-release", kKeyfileBytes);
    }
    OsFact fact{"linux", {}, {}, architecture()};
    if (!text) return fact;
    fact.id = keyfile_value(*text, "ID").value_or("");
    fact.version = keyfile_value(*text, "VERSION_ID").value_or("");
    return fact;
  }

 private:
  // Paths of the other system do not begin with a slash.
  Probed at_path(const Source& source) const {
    if (!source.name.starts_with('/')) return {Outcome::not_applicable, {}};
    const std::string path = root_ + std::string(source.name);
    if (source.kind == Source::Kind::file) return probe_file(path);
    return source.kind == Source::Kind::keyfile ? probe_keyfile(path, source.value)
                                                : probe_config(path, source.value);
  }

  // The database is mapped at the first question and kept for the next.
  Probed package(std::string_view name) {
    if (!dpkg_) dpkg_.emplace(MappedFile::open(root_ + "/var/lib/dpkg/status", kDpkgStatusBytes));
    if (!*dpkg_) return missing_or_failed(dpkg_->error());
    return found_or_absent(installed_version((*dpkg_)->view(), name));
  }

  std::string root_;
  std::optional<Result<MappedFile>> dpkg_;
};

}  // namespace

std::unique_ptr<SourceProbe> system_probe(const std::string& root) {
  return std::make_unique<SystemProbe>(root);
}

}  // namespace tocsin
