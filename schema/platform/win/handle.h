// An owned handle, opens that follow no reparse point, whole reads, and GetLastError as our codes: for the
// Windows sources of every platform folder. Layer: platform, Windows only.
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

/// A handle as neutral headers keep it; -1 is INVALID_HANDLE_VALUE, and none.
[[nodiscard]] std::intptr_t kept(HANDLE handle);
[[nodiscard]] HANDLE as_handle(std::intptr_t kept);

/// A failing arm from GetLastError's number: no such file, path, name, share not_found; access and write
/// protection denied; else io.
[[nodiscard]] Failure system_failure(DWORD number, std::string operation, std::string detail);

/// What to open and how; the sharing lets others read, write, rename and delete meanwhile.
struct OpenWish {
  DWORD access = GENERIC_READ;
  DWORD disposition = OPEN_EXISTING;
  DWORD flags = 0;  // FILE_FLAG_*, FILE_ATTRIBUTE_*
  DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  SECURITY_ATTRIBUTES* security = nullptr;
};

/// CreateFileW; not inherited; a pipe's server learns nothing of the caller. Errors: denied for a path that
/// holds a NUL, else system_failure's.
[[nodiscard]] Result<Handle> open_path(const std::string& path, const OpenWish& wish);

/// The file or folder `name` directly in `folder`, by NtCreateFile: exactly this name, in exactly this
/// folder, no link followed. `access` and `options` are NtCreateFile's.
/// Errors: denied (`rule` KIND) for what is no plain name; system_failure's.
[[nodiscard]] Result<Handle> open_below(HANDLE folder, const std::string& name, ACCESS_MASK access,
                                        ULONG disposition, ULONG options);

/// One component without separators, stream or NUL, and neither "." nor "..".
[[nodiscard]] bool is_plain_name(const std::string& name);

enum class Kind { file, folder };
/// `followed` lets a file pass that a filter of the system keeps elsewhere (deduplicated, say).
enum class Links { refused, followed };

/// The size of a file on a disk, or 0 for a folder, if the handle is of that kind.
/// Errors: denied (`rule` KIND; also a reparse point, where they are refused), io.
[[nodiscard]] Result<std::uint64_t> size_of_kind(HANDLE handle, Kind kind, Links links,
                                                 const std::string& detail);

/// All of an open file of `size` bytes, by its own account, and the proof that nothing follows.
/// Errors: too_large, io (also when it shrinks or grows meanwhile).
[[nodiscard]] Result<std::string> read_whole(HANDLE handle, std::uint64_t size, std::size_t cap,
                                             const std::string& detail);

/// True once all is written; else GetLastError has the reason.
[[nodiscard]] bool write_all(HANDLE handle, std::string_view bytes);

}  // namespace tocsin
