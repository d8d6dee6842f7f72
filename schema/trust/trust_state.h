// trust.dat, and the anchor from which a proof starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/digest.h"

namespace tocsin {

/// The content of trust.dat. A missing or damaged file is never "zero": see strongest().
struct TrustState {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  Digest payload_hash{};
  Instant newest_issued;
  std::string root_envelope;  // whole
};

/// Errors: malformed (magic, length, checksum, slack).
[[nodiscard]] Result<TrustState> parse_trust_state(std::string_view bytes);
[[nodiscard]] std::string serialise_trust_state(const TrustState& state);

/// What a proof starts from.
struct TrustAnchor {
  std::string root_envelope;  // trusted, whole
  std::uint32_t epoch = 0;    // highest accepted; 0 when none was
  std::uint64_t serial = 0;
  std::optional<Digest>
      payload_hash;  // of that release; when absent, equal (epoch, serial) means the same release
  std::optional<Instant> newest_issued;
  std::uint32_t floor_epoch = 0;  // compiled floor; the root has its own floor
  std::uint64_t floor_serial = 0;
};

/// Step 3: the highest of the compiled root and floor, a sound trust.dat, and the live scf.dat if its
/// signatures and product are valid (its expiry is ignored). An empty view means that the file is absent.
/// Errors: untrusted when the compiled root itself is not a sound envelope for `product`.
[[nodiscard]] Result<TrustAnchor> strongest(std::string_view compiled_root, std::uint32_t floor_epoch,
                                            std::uint64_t floor_serial, std::string_view product,
                                            std::string_view trust_dat, std::string_view live_scf);

}  // namespace tocsin
