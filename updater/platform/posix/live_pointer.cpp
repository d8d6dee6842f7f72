// `current`, a relative link that is renamed into its place.
#include "updater/platform/live_pointer.h"

#include "updater/platform/posix/link.h"

namespace tocsin::updater {
namespace {

constexpr const char* kPointer = "current";

}  // namespace

Result<std::string> read_live_pointer(const GuardedFolder& install) {
  return read_link(install, kPointer);
}

Result<void> set_live_pointer(const GuardedFolder& install, const std::string& set) {
  return replace_link(install, kPointer, set).and_then([&] { return install.sync(); });
}

Result<void> clear_live_pointer(const GuardedFolder& install) {
  return install.remove(kPointer).and_then([&] { return tidy_live_pointer(install); }).and_then([&] {
    return install.sync();
  });
}

Result<void> tidy_live_pointer(const GuardedFolder& install) {
  return install.remove('.' + std::string(kPointer) + ".new");
}

std::string live_program_path(const GuardedFolder& install, const std::string& file) {
  return install.path() + '/' + kPointer + '/' + file;
}

}  // namespace tocsin::updater
