// Opening the user's state for the commands on receipts. Layer: notifier/control.
#include "notifier/control/outbox_store.h"

#include <utility>

namespace tocsin {

Result<std::optional<Store>> existing_store(const Context& context) {
  if (context.places.state_db.empty()) {
    return std::nullopt;
  }
  // Read-only first: opening a Store would make the file. A damaged one is the Store's to mend.
  const auto seen = read_gate_state(context.places.state_db);
  if (!seen && seen.error().code == Code::not_found) {
    return std::nullopt;
  }
  auto store = Store::open(context.places.state_db);
  if (!store) {
    return Failure(std::move(store).error());
  }
  return std::optional<Store>(std::move(*store));
}

Result<FileLock> take_sender_lock(const Places& places) {
  return FileLock::try_take(places.state_db + ".sender");
}

}  // namespace tocsin
