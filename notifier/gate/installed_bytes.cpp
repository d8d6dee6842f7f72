// The gate's door to VerifiedBytes. Layer: notifier/gate.
#include "notifier/gate/installed_bytes.h"

#include <utility>

namespace tocsin {

Result<VerifiedBytes> InstalledBytes::read(const Folder& folder, const std::string& name, std::size_t cap) {
  auto bytes = folder.read(name, cap);
  if (!bytes) {
    return Failure(std::move(bytes).error());
  }
  return VerifiedBytes(std::move(*bytes));
}

}  // namespace tocsin
