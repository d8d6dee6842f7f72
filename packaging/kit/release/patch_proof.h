// The client's verdict on a whole patch: the release, then every file it carries. Layer: packaging/kit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/release/client_verdict.h"
#include "schema/core/result.h"

namespace tocsin {

/// The first root of a patch's own chain. See open_first_root(): its form is sound, its origin unknown.
struct OwnRoot {
  std::string envelope;
  std::vector<std::string> key_ids;  // of the keys that may sign roots, hex
};

/// `patch` is a patch or a payload. Errors: rejections.
[[nodiscard]] Result<OwnRoot> own_root(std::string_view patch);

/// Steps 4 to 12 of the order of proof, on a patch or a payload in memory. `request.scf` is the patch's own.
/// Errors: rejections.
[[nodiscard]] Result<ProvenRelease> prove_patch(std::string_view patch, VerifyRequest request);

}  // namespace tocsin
