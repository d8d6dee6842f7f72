// What a receipt says, whoever asks for it.
#include "notifier/receipts/compose.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const ReceiptIdentity kIdentity{"installation", "0123456789abcdef"};

Reported reported() {
  return {.message = "av95",
          .revision = 3,
          .outcome = Outcome::test,
          .release = {2, 7},
          .locale = "de",
          .at = *parse_instant("2026-11-22T10:59:59Z")};
}

}  // namespace

TEST_CASE("a receipt says what is reported, by whom, and the hour") {
  const Receipt receipt = compose_receipt(reported(), kIdentity, {}, brand());
  CHECK(receipt.id == receipt_id(kIdentity, "av95", 3, Outcome::test));
  CHECK(receipt.installation == kIdentity.installation);
  CHECK(receipt.actor == kIdentity.actor);
  CHECK(receipt.message == "av95");
  CHECK(receipt.revision == 3);
  CHECK(receipt.release == Position{2, 7});
  CHECK(receipt.outcome == Outcome::test);
  CHECK(receipt.locale == "de");
  CHECK(receipt.client == TOCSIN_VERSION);
  CHECK(brand().platform.starts_with(receipt.os + "-"));
  CHECK(format_instant(receipt.time) == "2026-11-22T10:00:00Z");
}

TEST_CASE("before 1970 the hour is rounded down, too") {
  Reported early = reported();
  early.at = *parse_instant("1969-12-31T23:59:59Z");
  CHECK(format_instant(compose_receipt(early, kIdentity, {}, brand()).time) == "1969-12-31T23:00:00Z");
}

TEST_CASE("under NoActor neither the receipt nor its id has anything of the actor") {
  Policy policy;
  policy.no_actor = true;
  const Receipt receipt = compose_receipt(reported(), kIdentity, policy, brand());
  CHECK(receipt.actor.empty());
  CHECK(receipt.id == receipt_id({kIdentity.installation, {}}, "av95", 3, Outcome::test));
}

TEST_CASE("the row of a receipt is due at once") {
  const Instant now = *parse_instant("2026-11-22T10:59:59Z");
  const Receipt receipt = compose_receipt(reported(), kIdentity, {}, brand());
  const OutboxRow row = queued_row(receipt, brand(), now);
  CHECK(row.id == receipt.id);
  CHECK(row.body == receipt_json(receipt, brand()));
  CHECK(row.message == "av95");
  CHECK(row.revision == 3);
  CHECK(row.outcome == "test");
  CHECK(row.created == now);
  CHECK(row.next_attempt == now);
}
