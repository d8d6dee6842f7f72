// Makes VerifiedBytes without a proof, for the gate alone: the file's owner is checked, and its content is
// never shown. Linked into `messenger` only; a test looks for the symbol in every other program.
#pragma once

#include <string>

#include "schema/core/verified_bytes.h"
#include "schema/platform/files.h"

namespace tocsin {

class InstalledBytes {
 public:
  [[nodiscard]] static Result<VerifiedBytes> read(const Folder& folder, const std::string& name,
                                                  std::size_t cap);
};

}  // namespace tocsin
