// A folder for one test and variables for one scope: both are gone, or back, afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "schema/platform/native_path.h"
#include "tests/support/environment.h"

namespace tocsin {

class Scratch {
 public:
  Scratch() {
    std::random_device random;
    do {
      const std::string name = "tocsin-" + std::to_string(random());
      path_ = utf8_path(std::filesystem::temp_directory_path() / name);
    } while (!std::filesystem::create_directory(native_path(path_)));
    std::filesystem::permissions(native_path(path_), std::filesystem::perms::owner_all);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(native_path(path_), ignored);
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(std::string_view name) const { return path_ + '/' + std::string(name); }

  /// Writes a file, with the folders it needs.
  std::string write(std::string_view name, std::string_view bytes) const {
    const std::string file = *this / name;
    std::filesystem::create_directories(native_path(file).parent_path());
    std::ofstream(native_path(file), std::ios::binary) << bytes;
    return file;
  }

  /// Names of what lies in the folder itself.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(native_path(path_)))
      names.push_back(utf8_path(entry.path().filename()));
    return names;
  }

 private:
  std::string path_;
};

inline std::string content_of(const std::string& path) {
  std::ifstream file(native_path(path), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// nullptr: the variable is not set.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }

 private:
  void set(const char* value) const { set_variable(name_, value); }
  const char* name_;
  std::optional<std::string> before_;
};

}  // namespace tocsin
