// The real network, by libcurl, locked down. Layer: notifier; the only files that know libcurl.
#pragma once

#include <memory>

#include "notifier/receipts/sender.h"

namespace tocsin {

/// One handle, so that the connection is kept. https only, TLS 1.2 at least, verification always on, no
/// redirects, cookies, netrc or compression; proxy from policy, else the system's; Negotiate or NTLM to it,
/// never Basic or Digest. Errors: internal when an option is not supported by the library (never a silent
/// downgrade).
[[nodiscard]] Result<std::unique_ptr<Http>> open_http(const std::string& target, const Policy& policy,
                                                      const std::string& user_agent);

}  // namespace tocsin
