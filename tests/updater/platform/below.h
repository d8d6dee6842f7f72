// Folders below a root that is opened for one call.
#pragma once

#include <string>

#include "updater/platform/guarded_folder.h"

namespace tocsin {

inline Result<GuardedFolder> folder_below(const std::string& root, const std::string& path) {
  return GuardedRoot::open(root).and_then([&](const GuardedRoot& opened) { return opened.folder(path); });
}

inline Result<GuardedFolder> make_folder_below(const std::string& root, const std::string& path) {
  return GuardedRoot::open(root).and_then(
      [&](const GuardedRoot& opened) { return opened.make_folder(path); });
}

inline Result<void> remove_below(const std::string& root, const std::string& path) {
  return GuardedRoot::open(root).and_then(
      [&](const GuardedRoot& opened) { return opened.remove_if_empty(path); });
}

}  // namespace tocsin
