// Ed25519: whether a key is safe to verify with, and whether a signature is valid.
#pragma once

#include <string>
#include <string_view>

#include "schema/trust/framing.h"

namespace tocsin {

/// First 16 bytes of SHA-256("SCF-KEYID-v1" 00 | public key).
[[nodiscard]] std::string key_id(std::string_view public_key);

/// The bytes a signature is made over: "SCF-SIG-v1" 00 | role | u64 length | payload.
[[nodiscard]] std::string signed_bytes(Role role, std::string_view payload);

/// 32 bytes, y below p, not one of the points of small order. (With such a point as the key libcrypto accepts
/// a signature for every message.) Source: schema/README.md, "Keys"; RFC 8032, section 5.1.3.
[[nodiscard]] bool is_strong_key(std::string_view public_key);

/// Pure Ed25519 in one call; false for anything but a valid signature.
[[nodiscard]] bool verifies(std::string_view public_key, std::string_view signature,
                            std::string_view message);

}  // namespace tocsin
