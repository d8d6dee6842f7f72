// The verdict of a client on an scf.dat or a patch, for a given clock and stored state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/digest.h"
#include "schema/trust/proof.h"

namespace tocsin::kit {

/// What a client remembers of the release it accepted last.
struct StoredState {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::optional<Digest> payload_hash;  // none: the same release
  std::optional<Instant> newest_issued;
};

struct VerifyRequest {
  std::string scf, root;          // bytes
  std::string product, platform;  // empty: not checked
  Instant at;
  std::optional<StoredState> state;
};

/// Steps 5 to 11 of the order of proof, on `request.scf`.
/// Errors: rejections; `rule` is the rejection's name.
[[nodiscard]] Result<Proof> prove_scf(const VerifyRequest& request);

/// The first root of a patch's own chain. It is well-formed and signed by its own keys; its origin is
/// unknown.
struct OwnRoot {
  std::string envelope;
  std::vector<std::string> key_ids;  // of the keys that may sign roots, hex
};

/// `patch` is a patch or a payload. Errors: rejections.
[[nodiscard]] Result<OwnRoot> own_root(std::string_view patch);

/// Steps 4 to 12 of the order of proof, on a patch or a payload in memory. `request.scf` is ignored; the
/// patch's own is used. Errors: rejections.
[[nodiscard]] Result<ProvenRelease> prove_patch(std::string_view patch, VerifyRequest request);

}  // namespace tocsin::kit
