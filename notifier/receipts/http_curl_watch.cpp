// Why there is one: libcurl 7.88 reads what a proxy says to CONNECT byte after byte, and looks at the clock
// only when there is nothing to read; and it goes on as long as a proxy goes on asking (NTLM). Layer:
// notifier/receipts; libcurl only.
#include "notifier/receipts/http_curl_watch.h"

#include "notifier/receipts/http_curl_exchange.h"

namespace tocsin {
namespace {

// Where libcurl keeps its limit itself, it shall be the one to say so.
constexpr std::chrono::milliseconds kGrace{1'000};

bool is_over_time(const Watch& watch) {
  curl_off_t until_sent = 0;
  static_cast<void>(curl_easy_getinfo(watch.handle, CURLINFO_PRETRANSFER_TIME_T, &until_sent));
  const auto limit = until_sent == 0 ? kConnectLimit : kRequestLimit;
  return std::chrono::steady_clock::now() - watch.began > limit + kGrace;
}

bool has_too_much(CURL* handle, CURLINFO what) {
  long bytes = 0;
  static_cast<void>(curl_easy_getinfo(handle, what, &bytes));
  return bytes > static_cast<long>(kHeaderBytes);
}

}  // namespace

int on_progress(void* watch, curl_off_t /*to_receive*/, curl_off_t /*received*/, curl_off_t /*to_send*/,
                curl_off_t /*sent*/) noexcept {
  const auto& exchange = *static_cast<const Watch*>(watch);
  const bool ends = is_over_time(exchange) || has_too_much(exchange.handle, CURLINFO_HEADER_SIZE) ||
                    has_too_much(exchange.handle, CURLINFO_REQUEST_SIZE);
  return ends ? 1 : 0;
}

}  // namespace tocsin
