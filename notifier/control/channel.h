// The proven way to the receiver of receipts: what `send` and `receipts test` have in common.
#pragma once

#include <memory>
#include <string>

#include "notifier/control/commands.h"
#include "notifier/receipts/sender.h"
#include "schema/platform/files.h"

namespace tocsin::control {

struct Channel {
  InstalledSet set;
  std::string target;
  std::unique_ptr<Http> http;

  [[nodiscard]] Instant now() const;
};

/// Proves the installed set before anything of its config is used. Errors: those of prove_installed,
/// receipt_target and open_http.
[[nodiscard]] Result<Channel> open_channel(const Context& context);

/// The right to send, beside state.db. It is held while the network is used, but no other program waits for
/// it: a second sender leaves. Errors: conflict, io.
[[nodiscard]] Result<FileLock> take_sender_lock(const Places& places);

/// For the spread of retries, [0, 1).
[[nodiscard]] double random_uniform01();

}  // namespace tocsin::control
