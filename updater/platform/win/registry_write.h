// Writes the registry: values of one key in one view, flushed to the disk before a call returns.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "schema/platform/win/registry.h"

namespace tocsin::updater {

/// A value to be written: REG_SZ, or REG_DWORD where `is_number`.
struct WantedValue {
  std::string name;
  std::string text;  // decimal for a number
  bool is_number = false;
};

/// Creates the key if it is missing. Errors: denied, io.
[[nodiscard]] Result<void> write_values(HKEY root, const std::string& path, View view,
                                        const std::vector<WantedValue>& values);
/// Whether all of them are there, with their types.
[[nodiscard]] bool holds_values(HKEY root, const std::string& path, View view,
                                const std::vector<WantedValue>& values);
/// Not an error if it is not there.
[[nodiscard]] Result<void> remove_value(HKEY root, const std::string& path, View view,
                                        const std::string& name);
/// Removes a key that has no keys below it; not an error if it is not there.
[[nodiscard]] Result<void> remove_key(HKEY root, const std::string& path, View view);

}  // namespace tocsin::updater
