// The registry, written: each call leaves one view, one key, one value changed and flushed to the disk.
// Layer: updater/platform, Windows only.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "schema/platform/win/registry.h"

namespace tocsin {

/// A value as it has to be: REG_SZ, or REG_DWORD where `is_number`.
struct WantedValue {
  std::string name;
  std::string text;  // decimal for a number
  bool is_number = false;
};

/// Makes the key where it is missing. Errors: denied, io.
[[nodiscard]] Result<void> write_values(HKEY root, const std::string& path, View view,
                                        const std::vector<WantedValue>& values);
/// Whether every one is there, of its type.
[[nodiscard]] bool holds_values(HKEY root, const std::string& path, View view,
                                const std::vector<WantedValue>& values);
/// What is not there is fine.
[[nodiscard]] Result<void> remove_value(HKEY root, const std::string& path, View view,
                                        const std::string& name);
/// A key without keys below it.
[[nodiscard]] Result<void> remove_key(HKEY root, const std::string& path, View view);

}  // namespace tocsin
