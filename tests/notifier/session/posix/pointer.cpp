// The link `current`.
#include "tests/notifier/session/pointer.h"

namespace tocsin::test {

void point_at(const Places& places, const std::filesystem::path& set) {
  const auto current = std::filesystem::path(places.install_folder) / "current";
  std::filesystem::remove(current);
  std::filesystem::create_directory_symlink(set.filename(), current);
}

}  // namespace tocsin::test
