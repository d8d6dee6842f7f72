// The file `current`, as below --root.
#include <fstream>

#include "tests/notifier/session/pointer.h"

namespace tocsin::test {

void point_at(const Places& places, const std::filesystem::path& set) {
  std::ofstream(std::filesystem::path(places.install_folder) / "current") << set.filename().string() << "\n";
}

}  // namespace tocsin::test
