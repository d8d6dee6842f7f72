// A whole file as memory, without a copy. Layer: notifier/facts/sources, POSIX only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Read-only. For files that their owner replaces by rename, as dpkg does: one cut short in place would end
/// the program.
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

}  // namespace tocsin
