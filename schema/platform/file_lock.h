// An exclusive advisory lock that ends with its holder. Layer: platform.
#pragma once

#include <cstdint>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

class FileLock {
 public:
  /// Creates the file (0600, links not followed) if need be. Errors: conflict when another holds it, io.
  [[nodiscard]] static Result<FileLock> try_take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(std::intptr_t handle) : handle_(handle) {}
  std::intptr_t handle_;  // a descriptor or a HANDLE; -1 is none
};

}  // namespace tocsin
