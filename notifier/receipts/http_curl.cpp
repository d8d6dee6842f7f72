// The real network, by libcurl. Layer: notifier; with http_curl_*.cpp the only files that know libcurl.
#include "notifier/receipts/http_curl.h"

#include <curl/curl.h>

#include "notifier/receipts/http_curl_exchange.h"
#include "notifier/receipts/http_curl_options.h"
#include "schema/core/text.h"
#include "schema/trust/digest.h"

namespace tocsin {
namespace {

struct CleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CleanUp>;
using HeaderList = std::unique_ptr<curl_slist, CleanUp>;

// Empty when memory ran out.
HeaderList request_headers(const std::string& id) {
  HeaderList list;
  // The last one takes away "Expect: 100-continue", which would cost a round trip.
  for (const std::string& line : {std::string("Content-Type: application/cloudevents+json"),
                                  "Idempotency-Key: " + id, std::string("Expect:")}) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return {};
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

// libcurl's fixed sentences only: its error buffer holds host names, addresses and what a proxy said.
std::string failure_text(CURL* handle, CURLcode code) {
  long proxy_status = 0;
  long verify_result = 0;
  static_cast<void>(curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &proxy_status));
  static_cast<void>(curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &verify_result));
  std::string text = curl_easy_strerror(code);
  text += " (curl " + std::to_string(code);
  if (code == CURLE_PEER_FAILED_VERIFICATION) text += ", verify result " + std::to_string(verify_result);
  if (proxy_status >= 300) text += ", proxy answered " + std::to_string(proxy_status);
  return text + ")";
}

class CurlHttp : public Http {
 public:
  explicit CurlHttp(Handle handle) : handle_(std::move(handle)) {}

  Answer post(const std::string& id, const std::string& body) override {
    const HeaderList headers = is_identifier(id) ? request_headers(id) : nullptr;
    if (headers == nullptr) return failed("the request could not be made");
    Exchange exchange;
    const auto ready = CurlOptions(handle_.get())
                           .set(CURLOPT_HTTPHEADER, headers.get())
                           .set(CURLOPT_POSTFIELDS, body.c_str())
                           .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()))
                           .set(CURLOPT_HEADERDATA, static_cast<void*>(&exchange))
                           .set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange))
                           .result();
    if (!ready) return failed(ready.error().detail);
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code == CURLE_OK && !exchange.headers_ended) return failed("the answer was cut off");
    return finished(code, std::move(exchange.answer));
  }

 private:
  static Answer failed(std::string error) {
    Answer answer;
    answer.error = std::move(error);
    return answer;
  }

  Answer finished(CURLcode code, Answer answer) {
    if (code != CURLE_OK) return failed(failure_text(handle_.get(), code));
    long status = 0;
    static_cast<void>(curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status));
    answer.status = static_cast<int>(status);
    return answer;
  }

  Handle handle_;
};

// libcurl reads OpenSSL's configuration unless OpenSSL was started without one before.
Result<void> start_library() {
  if (const auto started = init_crypto(); !started) return started;
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code == CURLE_OK) return {};
  return fail(Code::internal, "receipts.http", curl_easy_strerror(code));
}

}  // namespace

Result<std::unique_ptr<Http>> open_http(const std::string& target, const Policy& policy,
                                        const std::string& user_agent) {
  if (const auto started = start_library(); !started) return Failure(started.error());
  Handle handle(curl_easy_init());
  if (handle == nullptr) return fail(Code::internal, "receipts.http", "no handle");
  if (const auto locked = lock_down(handle.get(), target, policy, user_agent); !locked) {
    return Failure(locked.error());
  }
  return std::make_unique<CurlHttp>(std::move(handle));
}

}  // namespace tocsin
