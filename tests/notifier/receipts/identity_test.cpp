// Pseudonyms and ids are stable for ever: golden values, computed apart from this code, by Python's hmac and
// hashlib.
#include "notifier/receipts/identity.h"

#include <doctest/doctest.h>

#include <set>

using namespace tocsin;

namespace {

std::string secret_of(char byte) {
  return std::string(32, byte);
}

constexpr std::string_view kMachine = "0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("golden values") {
  const ReceiptIdentity identity = receipt_identity(secret_of('s'), kMachine, "1000");
  CHECK(identity.installation == "2lihtvxatpxzosoilrhri25fva");
  CHECK(identity.actor == "0d62608c404ecf46");
  CHECK(receipt_id(identity, "av95-retirement", 2, Outcome::acknowledged) == "axky2axlb6xdhv7w6p7772lo4q");
  ReceiptIdentity without_actor = identity;
  without_actor.actor.clear();
  CHECK(receipt_id(without_actor, "av95-retirement", 2, Outcome::acknowledged) ==
        "5ej5olyiys6okukhbwvtwcy3tu");
}

TEST_CASE("the same act has the same id, any other act another") {
  const ReceiptIdentity one = receipt_identity(secret_of('s'), kMachine, "1000");
  std::set<std::string> ids;
  ids.insert(receipt_id(one, "av95", 1, Outcome::acknowledged));
  ids.insert(receipt_id(one, "av95", 1, Outcome::acknowledged));
  CHECK(ids.size() == 1);
  struct Row {
    std::string_view name;
    std::string id;
  };
  const ReceiptIdentity other_user = receipt_identity(secret_of('s'), kMachine, "1001");
  const ReceiptIdentity clone = receipt_identity(secret_of('s'), "fedcba9876543210fedcba9876543210", "1000");
  const ReceiptIdentity other_secret = receipt_identity(secret_of('t'), kMachine, "1000");
  const Row rows[] = {
      {"revision", receipt_id(one, "av95", 2, Outcome::acknowledged)},
      {"revision of two digits", receipt_id(one, "av95", 11, Outcome::acknowledged)},
      {"message that takes over a digit", receipt_id(one, "av951", 1, Outcome::acknowledged)},
      {"outcome", receipt_id(one, "av95", 1, Outcome::displayed)},
      {"test", receipt_id(one, "av95", 1, Outcome::test)},
      {"user", receipt_id(other_user, "av95", 1, Outcome::acknowledged)},
      {"cloned machine", receipt_id(clone, "av95", 1, Outcome::acknowledged)},
      {"secret", receipt_id(other_secret, "av95", 1, Outcome::acknowledged)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(row.id.size() == 26);
    CHECK(ids.insert(row.id).second);
  }
  CHECK(one.installation == other_user.installation);
  CHECK(one.actor != other_user.actor);
  CHECK(one.installation != clone.installation);
  CHECK(one.actor != clone.actor);
}
