// Key sets with their thresholds, and whether an envelope's signatures satisfy them.
// Layer: trust. Knows neither roots nor releases.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/byte_reader.h"
#include "schema/trust/envelope.h"
#include "schema/trust/framing.h"

namespace tocsin {

inline constexpr std::size_t kMostKeys = 16;

/// Views into the root's payload.
struct Keyset {
  std::uint8_t threshold = 0;
  std::vector<std::string_view> keys;  // 32 bytes each
};

/// Reads one key set; a short buffer shows in `in.ok()`. Errors: KEYSET (no key, or more than 16).
[[nodiscard]] Result<Keyset> take_keyset(ByteReader& in);

/// Errors: KEYSET (threshold not 1..count), KEY_ORDER, WEAK_KEY.
[[nodiscard]] Result<void> check_keyset(const Keyset& keyset);

/// Every listed signature is by a key of one of `rings` and valid, and each ring's threshold is met by keys
/// of its own. Nothing counts until it has verified. Errors: BAD_SIG, THRESHOLD.
[[nodiscard]] Result<void> check_signatures(const Envelope& envelope, Role role,
                                            std::span<const Keyset* const> rings);

}  // namespace tocsin
