// Bounds of one exchange where libcurl forgets its own. Layer: notifier/receipts/http; libcurl's callback
// lives here.
#pragma once

#include <curl/curl.h>

#include <chrono>

namespace tocsin {

inline constexpr std::chrono::milliseconds kConnectLimit{10'000};
inline constexpr std::chrono::milliseconds kRequestLimit{30'000};

struct Watch {
  CURL* handle = nullptr;
  std::chrono::steady_clock::time_point began;
};

/// Whether an exchange that has lasted so long is to end; `is_sent`: its request has left, so that the longer
/// limit counts. libcurl's own limits come a second earlier.
[[nodiscard]] bool is_over_time(std::chrono::milliseconds lasted, bool is_sent);

/// CURLOPT_XFERINFOFUNCTION. `watch`: a Watch. Ends an exchange (not 0) that is over its time, or in which
/// more than 64 KiB of headers were sent or received, those of a proxy too.
int on_progress(void* watch, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;

}  // namespace tocsin
