// One answer as it comes in, bounded. Layer: notifier/receipts/http; libcurl's callbacks live here.
#pragma once

#include <cstddef>
#include <string_view>

#include "notifier/receipts/sender.h"

namespace tocsin {

inline constexpr std::size_t kAnswerBytes = 16u << 10;
inline constexpr std::size_t kHeaderBytes = 64u << 10;

/// What the callbacks have seen of one exchange. The body is counted, never kept.
struct Exchange {
  std::size_t header_bytes = 0;
  std::size_t body_bytes = 0;
  bool headers_ended = false;  // libcurl takes a connection that ends within them for an answer
  Answer answer;
};

/// Takes one header line as it came. False: too many bytes.
[[nodiscard]] bool take_header(Exchange& exchange, std::string_view line, Instant now);

/// libcurl's shapes of the same: the number of bytes taken, fewer to end the exchange.
std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* exchange) noexcept;
std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* exchange) noexcept;

/// Delta-seconds or an HTTP date, which counts from `now`; never negative; nullopt for anything else.
[[nodiscard]] std::optional<Duration> parse_retry_after(std::string_view value, Instant now);

}  // namespace tocsin
