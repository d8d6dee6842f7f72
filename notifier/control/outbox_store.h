// The user's state as the commands on receipts open it: never made where there is none, one sender at a time.
// Layer: notifier/control.
#pragma once

#include <optional>

#include "notifier/control/context.h"
#include "notifier/record/store.h"
#include "schema/platform/files.h"

namespace tocsin {

/// nullopt when the user has no state yet.
[[nodiscard]] Result<std::optional<Store>> existing_store(const Context& context);

/// The right to send, beside state.db. It is held across the network, but nobody waits for it: another sender
/// leaves. Errors: conflict, io.
[[nodiscard]] Result<FileLock> take_sender_lock(const Places& places);

}  // namespace tocsin
