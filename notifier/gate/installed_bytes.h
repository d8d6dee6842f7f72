// Door to VerifiedBytes without a proof, for the gate alone: ownership was checked, nothing of it is ever
// shown. Layer: notifier/gate. Linked into `messenger` only; a test looks for its symbol in every other
// program.
#pragma once

#include <string>

#include "schema/core/verified_bytes.h"
#include "schema/platform/owned_file.h"

namespace tocsin {

class InstalledBytes {
 public:
  [[nodiscard]] static Result<VerifiedBytes> read(const Folder& folder, const std::string& name,
                                                  std::size_t cap);
};

}  // namespace tocsin
