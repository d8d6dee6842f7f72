// The fields of a receipt from what is reported.
#include "notifier/receipts/compose.h"

namespace tocsin {
namespace {

// "linux" of "linux-x86_64".
std::string_view system_of(const Brand& brand) {
  return brand.platform.substr(0, brand.platform.find('-'));
}

}  // namespace

Receipt compose_receipt(const Reported& reported, const ReceiptIdentity& identity, const Policy& policy,
                        const Brand& brand) {
  // The id is derived from the receipt's fields: without the actor, it contains nothing of the actor either.
  ReceiptIdentity named = identity;
  if (policy.no_actor) named.actor.clear();
  return {.id = receipt_id(named, reported.message, reported.revision, reported.outcome),
          .installation = named.installation,
          .message = reported.message,
          .revision = reported.revision,
          .release = reported.release,
          .outcome = reported.outcome,
          .actor = named.actor,
          .locale = reported.locale,
          .client = TOCSIN_VERSION,
          .os = std::string(system_of(brand)),
          .time = std::chrono::floor<std::chrono::hours>(reported.at)};
}

OutboxRow queued_row(const Receipt& receipt, const Brand& brand, Instant now) {
  OutboxRow row;
  row.id = receipt.id;
  row.body = receipt_json(receipt, brand);
  row.message = receipt.message;
  row.revision = receipt.revision;
  row.outcome = std::string(outcome_name(receipt.outcome));
  row.created = now;
  row.next_attempt = now;
  return row;
}

}  // namespace tocsin
