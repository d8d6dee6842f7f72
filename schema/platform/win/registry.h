// Reading the registry: for all Windows sources.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// Which of the two registries of a 64-bit Windows.
enum class View { native, wow32 };

struct RegistryValue {
  std::string name;
  DWORD type = REG_NONE;
  std::string text;  // REG_SZ, REG_EXPAND_SZ (not expanded): UTF-8; REG_DWORD, REG_QWORD: decimal; else empty
  bool is_whole = true;  // false: longer than the cap, or text that holds a NUL; `text` is empty
};

class RegistryKey {
 public:
  /// Opens for reading. Errors: not_found, denied, io.
  [[nodiscard]] static Result<RegistryKey> open(HKEY root, const std::string& path, View view);
  RegistryKey(RegistryKey&& other) noexcept;
  RegistryKey& operator=(RegistryKey&&) = delete;
  ~RegistryKey();

  /// One value. Errors: not_found, denied, io.
  [[nodiscard]] Result<RegistryValue> value(const std::string& name) const;
  /// All values, at most 512, each of at most 16 KiB. Errors: too_large, io.
  [[nodiscard]] Result<std::vector<RegistryValue>> values() const;
  /// Names of the keys below, at most `most`. Errors: too_large, io.
  [[nodiscard]] Result<std::vector<std::string>> keys(std::size_t most) const;

 private:
  RegistryKey(HKEY key, std::string path) : key_(key), path_(std::move(path)) {}
  HKEY key_;
  std::string path_;  // for messages
};

}  // namespace tocsin
