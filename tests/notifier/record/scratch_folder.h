// A temporary folder that goes with its owner, and whole files in and out. Tests only.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tocsin::tests {

class ScratchFolder {
 public:
  ScratchFolder() {
    // In memory where there is such a folder: these tests flush thousands of times.
    const auto base = std::filesystem::is_directory("/dev/shm") ? std::filesystem::path("/dev/shm")
                                                                : std::filesystem::temp_directory_path();
    std::string pattern = (base / "tocsin-record-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::string db() const { return file("state.db"); }
  /// Names that begin so.
  [[nodiscard]] int count(const std::string& prefix) const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      found += entry.path().filename().string().starts_with(prefix) ? 1 : 0;
    }
    return found;
  }

 private:
  std::string path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void spill(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace tocsin::tests
