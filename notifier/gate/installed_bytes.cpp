// Makes VerifiedBytes of a file in a folder whose owner was checked.
#include "notifier/gate/installed_bytes.h"

#include <utility>

namespace tocsin {

Result<VerifiedBytes> InstalledBytes::read(const Folder& folder, const std::string& name, std::size_t cap) {
  auto bytes = TRY(folder.read(name, cap));
  return VerifiedBytes(std::move(bytes));
}

}  // namespace tocsin
