// Files on Windows. Replacing is: write a temporary, flush, rename with write-through. A lock is LockFileEx
// on a byte beyond the end, which ends with its holder and does not hinder readers such as scanners. Below a
// folder, reparse points are never followed, and owner and access list are those of the open file.
#include "schema/platform/files.h"

#include <windows.h>

#include <bcrypt.h>
#include <winternl.h>

#include <array>
#include <utility>

#include "schema/core/text/text.h"
#include "schema/platform/win/access_list.h"
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

// Scanners and indexers briefly open a file that was just written, and a rename then fails.
bool Temporary::rename_to(const std::string& path) {
  constexpr int kTries = 10;
  constexpr DWORD kPauseMs = 30;
  for (int attempt = 1;; ++attempt) {
    constexpr DWORD kHow = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (::MoveFileExW(wide_path(path_).c_str(), wide_path(path).c_str(), kHow) != 0) break;
    const DWORD reason = ::GetLastError();
    const bool is_transient = reason == ERROR_SHARING_VIOLATION || reason == ERROR_ACCESS_DENIED;
    if (!is_transient || attempt == kTries) {
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
  // Cut, so that the temporary of a very long name still fits.
  std::string temporary =
      path.substr(0, name) + '.' + path.substr(name, 200) + '.' + hex({random.data(), random.size()});
  Handle file = TRY(open_path(temporary, {GENERIC_WRITE | DELETE, CREATE_NEW, FILE_ATTRIBUTE_NORMAL}));
  return Temporary(std::move(temporary), std::move(file));
}

}  // namespace

// `mode` has no meaning here: a new file inherits the access list of its folder.
Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned /*mode*/) {
  Temporary temporary = TRY(create_beside(path));
  if (!write_all(temporary.file(), bytes)) {
    return system_failure(::GetLastError(), "durable_file.write", path);
  }
  if (::FlushFileBuffers(temporary.file()) == 0) {
    return system_failure(::GetLastError(), "durable_file.sync", path);
  }
  temporary.close();
  if (!temporary.rename_to(path)) return system_failure(::GetLastError(), "durable_file.rename", path);
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t cap) {
  const Handle file = TRY(open_path(path, {}));
  const std::uint64_t size = TRY(size_of_kind(file.get(), Kind::file, Links::followed, path));
  return read_whole(file.get(), size, cap, path);
}

namespace {

bool lock_now(HANDLE handle) {
  OVERLAPPED where = {};
  where.OffsetHigh = 0x7FFFFFFF;
  return ::LockFileEx(handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where) != 0;
}

}  // namespace

Result<FileLock> FileLock::try_take(const std::string& path) {
  OpenWish wish;
  wish.access = GENERIC_READ | GENERIC_WRITE;
  wish.disposition = OPEN_ALWAYS;
  wish.flags = FILE_FLAG_OPEN_REPARSE_POINT;
  wish.sharing = FILE_SHARE_READ | FILE_SHARE_WRITE;  // the name stays while the lock is held
  Handle file = TRY(open_path(path, wish));
  TRY(size_of_kind(file.get(), Kind::file, Links::refused, path));
  if (lock_now(file.get())) return FileLock(file.release());
  const DWORD number = ::GetLastError();
  const bool is_held = number == ERROR_LOCK_VIOLATION || number == ERROR_IO_PENDING;
  if (is_held) return fail(Code::conflict, "lock.take", path);
  return system_failure(number, "lock.take", path);
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, kNoHandle)) {}

FileLock::~FileLock() {
  const Handle closed(handle_);
}

namespace {

Failure renamed(Error error) {
  error.operation = "owned_file.open";
  return fail(std::move(error));
}

Result<std::uint64_t> checked_size(HANDLE handle, Kind kind, Ownership ownership, const std::string& detail) {
  auto size = size_of_kind(handle, kind, Links::refused, detail);
  if (!size) return renamed(std::move(size).error());
  if (ownership == Ownership::ignored) return size;
  const AccessList list = TRY(access_list_of(handle, detail));
  if (!only_administrators_can_write(list)) return fail(Code::denied, "owned_file.open", detail, "OWNER");
  return size;
}

}  // namespace

Result<Folder> Folder::open(const std::string& path, Ownership ownership) {
  OpenWish wish;
  wish.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
  auto handle = open_path(path, wish);
  if (!handle) return renamed(std::move(handle).error());
  TRY(checked_size(handle->get(), Kind::folder, ownership, path));
  return Folder(handle->release(), ownership);
}

Folder::Folder(Folder&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), ownership_(other.ownership_) {}

Folder::~Folder() {
  const Handle closed(handle_);
}

Result<std::string> Folder::read(const std::string& name, std::size_t cap) const {
  constexpr ACCESS_MASK kAccess = FILE_READ_DATA | FILE_READ_ATTRIBUTES | READ_CONTROL;
  auto file = open_below(handle_, name, kAccess, FILE_OPEN, 0);
  if (!file) return renamed(std::move(file).error());
  const std::uint64_t size = TRY(checked_size(file->get(), Kind::file, ownership_, name));
  return read_whole(file->get(), size, cap, name);
}

}  // namespace tocsin
