// From the proven config to an open connection: what `send` and `receipts test` have in common. Layer:
// notifier/control.
#pragma once

#include <memory>
#include <string>

#include "notifier/control/context.h"
#include "notifier/receipts/sender.h"

namespace tocsin {

struct Channel {
  InstalledSet set;
  Instant proven_at;  // trusted; time never runs back behind it
  std::string target;
  std::unique_ptr<Http> http;

  [[nodiscard]] Instant now() const;
};

/// Proof before anything of the config is used. Errors: those of prove_installed, receipt_target and
/// open_http.
[[nodiscard]] Result<Channel> open_channel(const Context& context);

/// For the spread of retries, [0, 1).
[[nodiscard]] double random_uniform01();

}  // namespace tocsin
