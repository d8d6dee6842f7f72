// The real network, through libcurl. Only the files of this folder include libcurl.
#pragma once

#include <memory>

#include "notifier/receipts/sender.h"

namespace tocsin {

/// One handle, which keeps its connection. https only, TLS 1.2 or newer, verification always on; no
/// redirects, cookies, netrc or compression. The proxy comes from policy, otherwise from the system;
/// Negotiate or NTLM with it, never Basic or Digest. Errors: internal when the library does not support an
/// option (never a silent downgrade).
[[nodiscard]] Result<std::unique_ptr<Http>> open_http(const std::string& target, const Policy& policy,
                                                      const std::string& user_agent);

}  // namespace tocsin
