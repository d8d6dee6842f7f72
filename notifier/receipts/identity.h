// Pseudonyms and receipt ids: the same act always has the same id, and a cloned machine has another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/format/receipt/receipt.h"

namespace tocsin {

struct ReceiptIdentity {
  std::string installation;  // base32(HMAC(Secret, "installation" | machine id) cut to 16 bytes)
  std::string actor;         // hex(HMAC(Secret, "actor" | machine id | uid or SID) cut to 8 bytes)
};

/// Shape: `secret` is the 32 bytes of the file `secret`.
[[nodiscard]] ReceiptIdentity receipt_identity(std::string_view secret, std::string_view machine_id,
                                               std::string_view user_id);

/// The id of the receipt that says this (schema/trust/receipt_id.h).
[[nodiscard]] std::string receipt_id(const ReceiptIdentity& identity, std::string_view message,
                                     std::uint32_t revision, Outcome outcome);

}  // namespace tocsin
