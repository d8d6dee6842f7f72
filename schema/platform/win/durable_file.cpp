// Write aside, flush, rename through to the disk. Layer: platform, Windows only.
#include <windows.h>

#include <bcrypt.h>

#include <array>
#include <utility>

#include "schema/core/text/text.h"
#include "schema/platform/durable_file.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// A file beside the target that is removed unless it was renamed.
class Temporary {
 public:
  Temporary(std::string path, Handle file) : path_(std::move(path)), file_(std::move(file)) {}
  Temporary(Temporary&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  Temporary& operator=(Temporary&&) = delete;
  ~Temporary() {
    close();
    if (!path_.empty()) ::DeleteFileW(wide_path(path_).c_str());
  }

  [[nodiscard]] HANDLE file() const { return file_.get(); }
  void close() { const Handle closed = std::move(file_); }
  [[nodiscard]] bool rename_to(const std::string& path);

 private:
  std::string path_;
  Handle file_;
};

// Scanners and indexers open what was just written, for moments, and a rename then fails.
bool Temporary::rename_to(const std::string& path) {
  constexpr int kTries = 10;
  constexpr DWORD kPauseMs = 30;
  for (int attempt = 1;; ++attempt) {
    constexpr DWORD kHow = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (::MoveFileExW(wide_path(path_).c_str(), wide_path(path).c_str(), kHow) != 0) break;
    const DWORD reason = ::GetLastError();
    const bool may_pass = reason == ERROR_SHARING_VIOLATION || reason == ERROR_ACCESS_DENIED;
    if (!may_pass || attempt == kTries) {
      ::SetLastError(reason);
      return false;
    }
    ::Sleep(kPauseMs);
  }
  path_.clear();
  return true;
}

Result<Temporary> create_beside(const std::string& path) {
  std::array<char, 8> random = {};
  const NTSTATUS status =
      ::BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(random.data()), static_cast<ULONG>(random.size()),
                        BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  if (status < 0) return fail(Code::io, "durable_file.random", path);
  const std::size_t name = path.find_last_of("\\/:") + 1;
  // Cut, so that a name near the longest still has room for the temporary's.
  std::string temporary =
      path.substr(0, name) + '.' + path.substr(name, 200) + '.' + hex({random.data(), random.size()});
  auto file = open_path(temporary, {GENERIC_WRITE | DELETE, CREATE_NEW, FILE_ATTRIBUTE_NORMAL});
  if (!file) return Failure(std::move(file).error());
  return Temporary(std::move(temporary), std::move(*file));
}

}  // namespace

// `mode` has no meaning here: a new file inherits what its folder's owner decided.
Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned /*mode*/) {
  auto temporary = create_beside(path);
  if (!temporary) return Failure(std::move(temporary).error());
  if (!write_all(temporary->file(), bytes)) {
    return system_failure(::GetLastError(), "durable_file.write", path);
  }
  if (::FlushFileBuffers(temporary->file()) == 0) {
    return system_failure(::GetLastError(), "durable_file.sync", path);
  }
  temporary->close();
  if (!temporary->rename_to(path)) return system_failure(::GetLastError(), "durable_file.rename", path);
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t cap) {
  const auto file = open_path(path, {});
  if (!file) return Failure(file.error());
  const auto size = size_of_kind(file->get(), Kind::file, Links::followed, path);
  if (!size) return Failure(size.error());
  return read_whole(file->get(), *size, cap, path);
}

}  // namespace tocsin
