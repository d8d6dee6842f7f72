// The fields in the order named, with one 00 byte between two of them and none at the end. No field can hold
// a 00 byte, so that different lists of fields never give the same bytes.
#include "schema/trust/receipt_id.h"

#include "schema/core/text/text.h"
#include "schema/trust/digest.h"

namespace tocsin {

std::string receipt_id_of(const ReceiptIdFields& fields) {
  std::string bytes("SCF-RCPT-v1");
  for (const std::string_view field :
       {fields.installation, fields.message, fields.revision, fields.outcome, fields.actor}) {
    bytes.append(1, '\0').append(field);
  }
  return base32(as_view(sha256(bytes)).substr(0, 16));
}

}  // namespace tocsin
