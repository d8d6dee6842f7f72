// Reads files that only an administrator can have written. Layer: platform.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

/// Who is accepted as the owner; tests lay trees out under an ordinary user.
enum class Ownership { required, ignored };

/// An open folder whose files are read relative to it (so that no rename in between is seen).
class Folder {
 public:
  [[nodiscard]] static Result<Folder> open(const std::string& path, Ownership ownership);
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  /// A regular file (links not followed), at most `cap` bytes, one read to the end. With Ownership::required:
  /// owner root (Windows: SYSTEM, Administrators, TrustedInstaller), not writable for group or others, folder
  /// likewise. Errors: not_found, denied (`rule` OWNER or KIND), too_large, io.
  [[nodiscard]] Result<std::string> read(const std::string& name, std::size_t cap) const;

 private:
  Folder(std::intptr_t handle, Ownership ownership) : handle_(handle), ownership_(ownership) {}
  std::intptr_t handle_;  // a descriptor or a HANDLE; -1 is none
  Ownership ownership_;
};

}  // namespace tocsin
