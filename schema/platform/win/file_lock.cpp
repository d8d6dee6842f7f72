// LockFileEx on a byte that no file reaches: ends with the handle, so with its holder, however that ends; a
// scanner that reads the file meanwhile is in nobody's way. Layer: platform, Windows only.
#include "schema/platform/file_lock.h"

#include <utility>

#include "schema/platform/win/handle.h"

namespace tocsin {
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
  auto file = open_path(path, wish);
  if (!file) return Failure(std::move(file).error());
  if (const auto size = size_of_kind(file->get(), Kind::file, Links::refused, path); !size) {
    return Failure(size.error());
  }
  if (lock_now(file->get())) return FileLock(kept(file->release()));
  const DWORD number = ::GetLastError();
  const bool is_held = number == ERROR_LOCK_VIOLATION || number == ERROR_IO_PENDING;
  if (is_held) return fail(Code::conflict, "lock.take", path);
  return system_failure(number, "lock.take", path);
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock::~FileLock() {
  const Handle closed(as_handle(handle_));
}

}  // namespace tocsin
