// One HTTP exchange within bounds: libcurl's callbacks limit its size and its time, and read the header
// fields that the sender needs.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <string_view>

#include "notifier/receipts/sender.h"

namespace tocsin {

inline constexpr std::size_t kAnswerBytes = 16u << 10;
inline constexpr std::size_t kHeaderBytes = 64u << 10;

/// What the callbacks have seen of one exchange. The body is counted, not kept.
struct Exchange {
  std::size_t header_bytes = 0;
  std::size_t body_bytes = 0;
  bool headers_ended = false;  // libcurl reports success when a connection ends within the headers
  Answer answer;
};

/// Reads one header line. False: too many bytes.
[[nodiscard]] bool take_header(Exchange& exchange, std::string_view line, Instant now);

/// CURLOPT_HEADERFUNCTION and CURLOPT_WRITEFUNCTION; `exchange` is an Exchange. They return the number of
/// bytes taken; fewer end the exchange.
std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* exchange) noexcept;
std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* exchange) noexcept;

/// Reads delta-seconds, or an HTTP date as the time from `now`. Never negative; nullopt for anything else.
[[nodiscard]] std::optional<Duration> parse_retry_after(std::string_view value, Instant now);

inline constexpr std::chrono::milliseconds kConnectLimit{10'000};
inline constexpr std::chrono::milliseconds kRequestLimit{30'000};

/// The handle of one exchange, and when it began.
struct Watch {
  CURL* handle = nullptr;
  std::chrono::steady_clock::time_point began;
};

/// Whether an exchange that has lasted so long must end. `is_sent`: the request was sent, so that the longer
/// limit applies. libcurl's own limits are a second shorter.
[[nodiscard]] bool is_over_time(std::chrono::milliseconds lasted, bool is_sent);

/// CURLOPT_XFERINFOFUNCTION; `watch` is a Watch. Returns 1, which ends the exchange, when it is over its
/// time, or when more than 64 KiB of headers were sent or received, including those of a proxy.
int on_progress(void* watch, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;

}  // namespace tocsin
