// Why there is one: libcurl 7.88 reads what a proxy says to CONNECT byte after byte, and looks at the clock
// only when there is nothing to read; and it goes on as long as a proxy goes on asking (NTLM). Layer:
// notifier/receipts/http; libcurl only.
#include "notifier/receipts/http/watch.h"

#include "notifier/receipts/http/exchange.h"

namespace tocsin {
namespace {

// Where libcurl keeps its limit itself, it shall be the one to say so.
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
