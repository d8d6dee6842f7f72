// libcurl's callbacks: size, time and header fields of one exchange.
#include "notifier/receipts/http/exchange.h"

#include <curl/curl.h>

#include <algorithm>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

constexpr unsigned long long kLongestRetryAfter = 366ull * 86400;

void take_field(Answer& answer, std::string_view name, std::string_view value, Instant now) {
  if (equal_ignoring_case(name, "retry-after")) answer.retry_after = parse_retry_after(value, now);
  if (!equal_ignoring_case(name, "receipt-id")) return;
  // Repeated fields form a list, as HTTP defines it, and a list equals no id.
  if (!answer.receipt_id.empty()) answer.receipt_id += ", ";
  answer.receipt_id += value;
}

}  // namespace

std::optional<Duration> parse_retry_after(std::string_view value, Instant now) {
  if (consists_of(value, is_digit)) {
    // Not by CURLINFO_RETRY_AFTER, whose upper limit differs between versions of libcurl.
    const auto first = std::min(value.find_first_not_of('0'), value.size() - 1);
    return Duration(parse_decimal(value.substr(first), kLongestRetryAfter).value_or(kLongestRetryAfter));
  }
  const std::time_t date = curl_getdate(std::string(value).c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return std::max(Duration(0), instant_at(date) - now);
}

bool take_header(Exchange& exchange, std::string_view line, Instant now) {
  exchange.header_bytes += line.size();
  if (exchange.header_bytes > kHeaderBytes) return false;
  // A new status line: the lines before it belonged to an interim answer.
  if (line.starts_with("HTTP/")) exchange.answer = Answer{};
  exchange.headers_ended = trimmed(line).empty();
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    take_field(exchange.answer, trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)), now);
  }
  return true;
}

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* exchange) noexcept {
  try {
    const bool taken = take_header(*static_cast<Exchange*>(exchange), {bytes, size * count}, system_now());
    return taken ? size * count : 0;
  } catch (...) {
    return 0;  // out of memory: the exchange ends, and the receipt stays queued
  }
}

std::size_t on_body(char* /*bytes*/, std::size_t size, std::size_t count, void* exchange) noexcept {
  auto& seen = static_cast<Exchange*>(exchange)->body_bytes;
  seen += size * count;
  return seen > kAnswerBytes ? 0 : size * count;
}

namespace {

// One second of grace, so that libcurl's own timeout, with its better error, fires first.
constexpr std::chrono::milliseconds kGrace{1'000};

bool has_sent(CURL* handle) {
  curl_off_t until_sent = 0;
  static_cast<void>(curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &until_sent));
  return until_sent != 0;
}

bool has_too_much(CURL* handle, CURLINFO what) {
  long bytes = 0;
  static_cast<void>(curl_easy_getinfo(handle, what, &bytes));
  return bytes > static_cast<long>(kHeaderBytes);
}

}  // namespace

bool is_over_time(std::chrono::milliseconds lasted, bool is_sent) {
  return lasted > (is_sent ? kRequestLimit : kConnectLimit) + kGrace;
}

// Needed because libcurl 7.88 reads a proxy's answer to CONNECT byte by byte and checks its timeouts only
// when nothing can be read, and because it continues for as long as a proxy asks for another round (NTLM).
int on_progress(void* watch, curl_off_t /*to_receive*/, curl_off_t /*received*/, curl_off_t /*to_send*/,
                curl_off_t /*sent*/) noexcept {
  const auto& exchange = *static_cast<const Watch*>(watch);
  const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                            exchange.began);
  const bool ends = is_over_time(lasted, has_sent(exchange.handle)) ||
                    has_too_much(exchange.handle, CURLINFO_HEADER_SIZE) ||
                    has_too_much(exchange.handle, CURLINFO_REQUEST_SIZE);
  return ends ? 1 : 0;
}

}  // namespace tocsin
