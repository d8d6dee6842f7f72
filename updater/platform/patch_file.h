// The file that carries the payload, opened once.
#pragma once

#include <cstdint>
#include <string>

#include "schema/core/result.h"
#include "schema/platform/native_handle.h"

namespace tocsin::updater {

class PatchFile {
 public:
  /// `path`: a regular file that an administrator named; empty: this program itself. Errors: not_found,
  /// denied (KIND), io.
  [[nodiscard]] static Result<PatchFile> open(const std::string& path);
  PatchFile(PatchFile&& other) noexcept;
  PatchFile& operator=(PatchFile&&) = delete;
  ~PatchFile();

  [[nodiscard]] std::uint64_t size() const { return size_; }  // bytes, when it was opened
  /// Exactly `count` bytes. Errors: io, also when the file has become shorter.
  [[nodiscard]] Result<std::string> read_at(std::uint64_t offset, std::size_t count) const;

 private:
  PatchFile(NativeHandle handle, std::uint64_t size, std::string name)
      : handle_(handle), size_(size), name_(std::move(name)) {}
  NativeHandle handle_;
  std::uint64_t size_;
  std::string name_;
};

}  // namespace tocsin::updater
