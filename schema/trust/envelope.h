// An envelope: one payload and the signatures over it, as framed bytes. Step 5 of the order of proof.
// Layer: trust. Verifies nothing; see signature.h.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

inline constexpr std::size_t kMostPayloadBytes = 16384;
inline constexpr std::size_t kMostSignatures = 16;
inline constexpr std::size_t kKeyIdBytes = 16;
inline constexpr std::size_t kPublicKeyBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;

struct Signature {
  std::string_view key_id;  // 16 bytes
  std::string_view bytes;   // 64 bytes
};

/// Views into the buffer that was split.
struct Envelope {
  std::string_view whole;
  std::string_view payload;
  std::vector<Signature> signatures;  // 1..16, strictly ascending by key id
};

/// Errors: BIG_PAYLOAD TRUNCATED SIGCOUNT SLACK SIG_ORDER.
/// Source: schema/README.md, "Envelope".
[[nodiscard]] Result<Envelope> split_envelope(std::string_view bytes);

}  // namespace tocsin
