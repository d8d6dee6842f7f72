// An owned handle, opens that follow no reparse point, whole reads, and GetLastError as our codes: for all
// Windows sources.
#pragma once

#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

class Handle {
 public:
  Handle() = default;
  explicit Handle(HANDLE handle) : handle_(handle == nullptr ? INVALID_HANDLE_VALUE : handle) {}
  Handle(Handle&& other) noexcept : handle_(other.release()) {}
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();

  [[nodiscard]] HANDLE get() const { return handle_; }
  [[nodiscard]] bool is_open() const { return handle_ != INVALID_HANDLE_VALUE; }
  /// Gives the handle up to the caller.
  [[nodiscard]] HANDLE release();

 private:
  HANDLE handle_ = INVALID_HANDLE_VALUE;
};

/// The failure for a number of GetLastError: no such file, path, name or share is not_found; access and write
/// protection are denied; else io.
[[nodiscard]] Failure system_failure(DWORD number, std::string operation, std::string detail);

/// How to open a path. The default sharing lets others read, write, rename and delete meanwhile.
struct OpenWish {
  DWORD access = GENERIC_READ;
  DWORD disposition = OPEN_EXISTING;
  DWORD flags = 0;  // FILE_FLAG_*, FILE_ATTRIBUTE_*
  DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  SECURITY_ATTRIBUTES* security = nullptr;
};

/// CreateFileW; not inherited; the server of a pipe cannot impersonate the caller. Errors: denied for a path
/// that holds a NUL, else those of system_failure.
[[nodiscard]] Result<Handle> open_path(const std::string& path, const OpenWish& wish);

/// Opens the file or folder `name` directly in `folder` by NtCreateFile; no link is followed. `access` and
/// `options` are those of NtCreateFile.
/// Errors: denied (`rule` KIND) for a name that is not plain; those of system_failure.
[[nodiscard]] Result<Handle> open_below(HANDLE folder, const std::string& name, ACCESS_MASK access,
                                        ULONG disposition, ULONG options);

/// One component without separators, stream or NUL, and neither "." nor "..".
[[nodiscard]] bool is_plain_name(const std::string& name);

enum class Kind { file, folder };
/// `followed` accepts a file that a filter driver of the system keeps elsewhere, such as a deduplicated one.
enum class Links { refused, followed };

/// The size of a file on a disk, or 0 for a folder, if the handle is of that kind.
/// Errors: denied (`rule` KIND; also a reparse point, where they are refused), io.
[[nodiscard]] Result<std::uint64_t> size_of_kind(HANDLE handle, Kind kind, Links links,
                                                 const std::string& detail);

/// Reads all of an open file of `size` bytes (by its attributes), and checks that nothing follows.
/// Errors: too_large, io (also when the file shrinks or grows meanwhile).
[[nodiscard]] Result<std::string> read_whole(HANDLE handle, std::uint64_t size, std::size_t cap,
                                             const std::string& detail);

/// True when all bytes were written; else GetLastError has the reason.
[[nodiscard]] bool write_all(HANDLE handle, std::string_view bytes);

}  // namespace tocsin
