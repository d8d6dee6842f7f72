// Joins a stub and a signed payload to a patch, once a client would accept it. Layer: packaging/kit.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/trust/proof.h"

namespace tocsin {

struct PackedPatch {
  std::string bytes;
  ProvenRelease release;
  std::size_t payload_bytes = 0;
  bool is_other_updater = false;  // the release lists an updater, and the stub is not it
};

/// `payload` must prove itself from its own first root, at the time it was issued, with all its files.
///
/// Errors: invalid_argument (no payload; a stub that is empty, packed or signed already), too_large,
/// rejections. Source: schema/README.md, "Payload, patch".
[[nodiscard]] Result<PackedPatch> pack_patch(std::string_view payload, std::string_view stub);

}  // namespace tocsin
