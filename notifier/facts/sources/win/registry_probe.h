// Detection in the registry. The root key is an argument, so that tests can use keys of their own.
#pragma once

#include <windows.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// Looks in the native view, then in the 32-bit view; absent only if it is in neither.
/// Shape: without `value`, only the key's presence is probed. A value is text or a number; other types:
/// failed.
[[nodiscard]] Probed probe_registry(HKEY root, const std::string& path, const std::string& value);

/// One row of "Add or remove programs".
struct UninstallEntry {
  std::string name;
  std::string version;
};

struct UninstallEntries {
  std::vector<UninstallEntry> entries;
  bool is_complete = true;  // false: some entries could not be read, so that a name may be missing
};

/// The entries below the key in both views. A missing key has none.
[[nodiscard]] UninstallEntries read_uninstall_entries(HKEY root, const std::string& path);

/// The entry of exactly that name; of several, the first with a version, otherwise the first.
[[nodiscard]] Probed find_entry(const UninstallEntries& all, std::string_view name);

}  // namespace tocsin
