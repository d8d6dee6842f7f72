// What a guarded folder does alike on both systems.
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

std::string temporary_name(const std::string& name) {
  return '.' + name + ".new";
}

Result<bool> GuardedFolder::ensure(const std::string& name, std::string_view bytes, unsigned mode) const {
  if (holds_file(name, mode, bytes.size())) {
    const auto there = read(name, bytes.size());
    if (there && *there == bytes) return remove(temporary_name(name)).map([] { return false; });
  }
  return replace(name, bytes, mode, Durability::durable).map([] { return true; });
}

}  // namespace tocsin::updater
