// Pseudonyms and receipt ids.
//
// Encoding (schema/README.md, "Receipt id"): the fields in the order named, with one 00 byte between two of
// them and none at the end. The first field tells the uses apart.
#include "notifier/receipts/identity.h"

#include <initializer_list>

#include "schema/core/text/text.h"
#include "schema/trust/digest.h"
#include "schema/trust/receipt_id.h"

namespace tocsin {
namespace {

std::string joined(std::initializer_list<std::string_view> fields) {
  std::string bytes;
  for (const std::string_view field : fields) {
    bytes += field;
    bytes += '\0';
  }
  bytes.pop_back();  // none after the last field
  return bytes;
}

}  // namespace

ReceiptIdentity receipt_identity(std::string_view secret, std::string_view machine_id,
                                 std::string_view user_id) {
  const Digest installation = hmac_sha256(secret, joined({"installation", machine_id}));
  const Digest actor = hmac_sha256(secret, joined({"actor", machine_id, user_id}));
  return {base32(as_view(installation).substr(0, 16)), hex(as_view(actor).substr(0, 8))};
}

std::string receipt_id(const ReceiptIdentity& identity, std::string_view message, std::uint32_t revision,
                       Outcome outcome) {
  const std::string number = std::to_string(revision);
  return receipt_id_of({identity.installation, message, number, outcome_name(outcome), identity.actor});
}

}  // namespace tocsin
