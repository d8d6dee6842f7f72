// The id of a receipt, made of what the receipt says. The client names a receipt by it; the receiver and the
// tally compute it again, and refuse a receipt that bears another one.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// As they stand in the receipt. A site's receipts add to two of them: `revision` is then followed by "@" and
/// the occurrence, `outcome` by "/" and the answer.
struct ReceiptIdFields {
  std::string_view installation, message, revision, outcome, actor;
};

/// base32(SHA-256("SCF-RCPT-v1" 00 | installation | message | revision | outcome | actor) cut to 16 bytes):
/// 26 characters. Source: schema/README.md, "Receipt id".
[[nodiscard]] std::string receipt_id_of(const ReceiptIdFields& fields);

}  // namespace tocsin
