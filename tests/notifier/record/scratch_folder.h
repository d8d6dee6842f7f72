// A temporary folder that goes with its owner, and whole files in and out. Tests only.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "schema/platform/native_path.h"

namespace tocsin::tests {

class ScratchFolder {
 public:
  ScratchFolder() {
    // In memory where there is such a folder: these tests flush thousands of times.
    const std::filesystem::path memory = "/dev/shm";
    const bool has_memory = memory.is_absolute() && std::filesystem::is_directory(memory);
    const auto base = has_memory ? memory : std::filesystem::temp_directory_path();
    std::random_device random;
    do {
      path_ = utf8_path(base / ("tocsin-record-" + std::to_string(random())));
    } while (!std::filesystem::create_directory(native_path(path_)));
    std::filesystem::permissions(native_path(path_), std::filesystem::perms::owner_all);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(native_path(path_), ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::string db() const { return file("state.db"); }
  /// Names that begin so.
  [[nodiscard]] int count(const std::string& prefix) const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(native_path(path_))) {
      found += utf8_path(entry.path().filename()).starts_with(prefix) ? 1 : 0;
    }
    return found;
  }

 private:
  std::string path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream in(native_path(path), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void spill(const std::string& path, const std::string& bytes) {
  std::ofstream(native_path(path), std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace tocsin::tests
