// Pseudonyms and receipt ids: the same act always has the same id, and a cloned machine has another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/format/receipt/receipt.h"
#include "schema/platform/machine_conf.h"

namespace tocsin {

struct ReceiptIdentity {
  std::string installation;  // base32(HMAC(Secret, "installation" | machine id) cut to 16 bytes)
  std::string actor;         // hex(HMAC(Secret, "actor" | machine id | uid or SID) cut to 8 bytes)
};

[[nodiscard]] ReceiptIdentity receipt_identity(const MachineConf& conf, std::string_view machine_id,
                                               std::string_view user_id);

/// base32(SHA-256("SCF-RCPT-v1" 00 | installation | message | revision | outcome | actor) cut to 16 bytes);
/// the fields are encoded as in schema/README.md, "Receipt id".
[[nodiscard]] std::string receipt_id(const ReceiptIdentity& identity, std::string_view message,
                                     std::uint32_t revision, Outcome outcome);

}  // namespace tocsin
