// The payload of a ROOT envelope: who may sign roots and releases of one product.
// Layer: trust. Decodes only; what a root may follow is chain.h's.
#pragma once

#include <cstdint>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/envelope.h"
#include "schema/trust/keyring.h"

namespace tocsin {

/// Units: times in Unix seconds, as signed. Views into the envelope.
struct Root {
  Envelope envelope;
  std::string_view product;
  std::uint64_t version = 0;
  std::uint32_t epoch = 0;
  std::uint64_t issued = 0;
  std::uint64_t expires = 0;
  std::uint64_t floor = 0;  // least serial
  Keyset root_keys;
  Keyset release_keys;
};

/// Reads "u8 1 | u8 role", the head of every payload. Errors: VERSION, ROLE.
[[nodiscard]] Result<void> take_payload_head(ByteReader& in, Role role);

/// Fields of a payload, nothing about their sense. Errors: VERSION ROLE KEYSET TRUNCATED SLACK.
[[nodiscard]] Result<Root> decode_root(Envelope envelope);

/// Product (not checked when empty), then both key sets. Errors: PRODUCT, and check_keyset's.
[[nodiscard]] Result<void> check_root(const Root& root, std::string_view product);

/// An envelope that is trusted beforehand: framing, product and key sets, no signature.
[[nodiscard]] Result<Root> sound_root(std::string_view envelope, std::string_view product);

/// Signed times as instants; beyond year 9999 they are its end.
[[nodiscard]] Instant to_instant(std::uint64_t unix_seconds);
/// Before 1970 counts as 1970: signed times know nothing earlier.
[[nodiscard]] std::uint64_t to_unix(Instant instant);

}  // namespace tocsin
