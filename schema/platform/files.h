// Files: read whole, replaced durably, locked, or read below a folder that only administrators can write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/platform/native_handle.h"

namespace tocsin {

/// Replaces a file so that a crash at any moment leaves the old or the new one, whole: write a new exclusive
/// temporary beside it, fsync, rename, fsync the folder. An error leaves the old file and no temporary.
/// `mode` is the final permission bits (POSIX).
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode);

/// Reads a whole regular file of at most `cap` bytes. Links are followed: for files named on a command line.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t cap);

/// An exclusive advisory lock that ends with its holder.
class FileLock {
 public:
  /// Creates the file (0600, links not followed) if need be. Errors: conflict when another holds it, io.
  [[nodiscard]] static Result<FileLock> try_take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(NativeHandle handle) : handle_(handle) {}
  NativeHandle handle_;
};

/// Whether the owner is checked; tests create folders under an ordinary user.
enum class Ownership { required, ignored };

/// An open folder. Its files are opened relative to it, so that a rename in between has no effect.
class Folder {
 public:
  [[nodiscard]] static Result<Folder> open(const std::string& path, Ownership ownership);
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  /// Reads a regular file (links not followed) of at most `cap` bytes. With Ownership::required the file and
  /// the folder must be owned by root (Windows: SYSTEM, Administrators, TrustedInstaller) and not writable
  /// for group or others. Errors: not_found, denied (`rule` OWNER or KIND), too_large, io.
  [[nodiscard]] Result<std::string> read(const std::string& name, std::size_t cap) const;

 private:
  Folder(NativeHandle handle, Ownership ownership) : handle_(handle), ownership_(ownership) {}
  NativeHandle handle_;
  Ownership ownership_;
};

}  // namespace tocsin
