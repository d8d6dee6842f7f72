// What one receipt says, and its row in the outbox. Every receipt is made here: those of acts and the test's.
#pragma once

#include <cstdint>
#include <string>

#include "notifier/receipts/identity.h"
#include "notifier/record/store.h"
#include "schema/core/brand.h"
#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/format/receipt/receipt.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// What is reported: which notice, of which release, and what became of it.
struct Reported {
  std::string message;
  std::uint32_t revision = 1;
  Outcome outcome = Outcome::acknowledged;
  Position release;
  std::string locale;  // of the text that was shown
  Instant at;
};

/// The time is rounded down to the hour. Under policy NoActor neither the receipt nor its id has anything of
/// the actor.
[[nodiscard]] Receipt compose_receipt(const Reported& reported, const ReceiptIdentity& identity,
                                      const Policy& policy, const Brand& brand);

/// The receipt as a row that is due at once.
[[nodiscard]] OutboxRow queued_row(const Receipt& receipt, const Brand& brand, Instant now);

}  // namespace tocsin
