// Detection in the registry, apart so that tests can use keys of their own. Layer: notifier/facts/sources,
// Windows only.
#pragma once

#include <windows.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// The native view first, then the 32-bit one: the first that finds it answers; absent only if both say so.
/// Shape:  no `value`: the key's presence alone. Text and numbers are versions; of another type: failed.
[[nodiscard]] Probed probe_registry(HKEY root, const std::string& path, const std::string& value);

/// One row of "Add or remove programs".
struct UninstallEntry {
  std::string name;
  std::string version;
};

struct UninstallEntries {
  std::vector<UninstallEntry> entries;
  bool is_complete = true;  // false: some could not be read, so that a missing name proves nothing
};

/// Adds the entries below the key in both views. A key that is not there adds none.
[[nodiscard]] UninstallEntries read_uninstall_entries(HKEY root, const std::string& path);

/// By exact name; of several the first with a version, else the first.
[[nodiscard]] Probed find_entry(const UninstallEntries& all, std::string_view name);

}  // namespace tocsin
