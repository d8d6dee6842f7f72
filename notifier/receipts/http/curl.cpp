// The real network, through libcurl: one POST, and how far it came.
#include "notifier/receipts/http/curl.h"

#include <curl/curl.h>

#include "notifier/receipts/http/exchange.h"
#include "notifier/receipts/http/options.h"
#include "schema/core/text/text.h"
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
  // The last line removes "Expect: 100-continue", which would cost a round trip.
  for (const std::string& line : {std::string("Content-Type: application/cloudevents+json"),
                                  "Idempotency-Key: " + id, std::string("Expect:")}) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return {};
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

long number_of(CURL* handle, CURLINFO what) {
  long number = 0;
  static_cast<void>(curl_easy_getinfo(handle, what, &number));
  return number;
}

// Uses libcurl's fixed texts only: its error buffer holds host names, addresses and a proxy's answer.
std::string failure_text(CURL* handle, CURLcode code) {
  const long proxy_status = number_of(handle, CURLINFO_HTTP_CONNECTCODE);
  const long verify_result = number_of(handle, CURLINFO_SSL_VERIFYRESULT);
  std::string text = curl_easy_strerror(code);
  text += " (curl " + std::to_string(code);
  if (code == CURLE_PEER_FAILED_VERIFICATION) text += ", verify result " + std::to_string(verify_result);
  if (proxy_status >= 300) text += ", proxy answered " + std::to_string(proxy_status);
  return text + ")";
}

bool has_taken_time(CURL* handle, CURLINFO step) {
  curl_off_t microseconds = 0;
  return curl_easy_getinfo(handle, step, &microseconds) == CURLE_OK && microseconds > 0;
}

std::string issuer_of(CURL* handle) {
  constexpr std::string_view kField = "Issuer:";
  const curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr) return {};
  for (const curl_slist* field = chain->num_of_certs > 0 ? chain->certinfo[0] : nullptr; field != nullptr;
       field = field->next) {
    if (const std::string_view text = field->data; text.starts_with(kField))
      return std::string(text.substr(kField.size()));
  }
  return {};
}

Route route_of(CURL* handle) {
  Route route;
  route.is_named = has_taken_time(handle, CURLINFO_NAMELOOKUP_TIME_T);
  // Not CURLINFO_CONNECT_TIME: libcurl does not set it if TLS fails afterwards.
  route.is_connected = number_of(handle, CURLINFO_LOCAL_PORT) > 0;
  route.is_secured = has_taken_time(handle, CURLINFO_APPCONNECT_TIME_T);
  route.proxy_status = static_cast<int>(number_of(handle, CURLINFO_HTTP_CONNECTCODE));
  const char* address = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != nullptr)
    route.address = address;
  route.issuer = issuer_of(handle);
  return route;
}

class CurlHttp : public Http {
 public:
  explicit CurlHttp(Handle handle) : handle_(std::move(handle)) {}

  Answer post(const std::string& id, const std::string& body) override {
    const HeaderList headers = is_identifier(id) ? request_headers(id) : nullptr;
    if (headers == nullptr) return failed("the request could not be made");
    Exchange exchange;
    Watch watch{handle_.get(), std::chrono::steady_clock::now()};
    const auto ready = CurlOptions(handle_.get())
                           .set(CURLOPT_HTTPHEADER, headers.get())
                           .set(CURLOPT_POSTFIELDS, body.c_str())
                           .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()))
                           .set(CURLOPT_XFERINFODATA, static_cast<void*>(&watch))
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
    if (code != CURLE_OK) answer = failed(failure_text(handle_.get(), code));
    answer.route = route_of(handle_.get());
    if (code != CURLE_OK) return answer;
    answer.status = static_cast<int>(number_of(handle_.get(), CURLINFO_RESPONSE_CODE));
    return answer;
  }

  Handle handle_;
};

// OpenSSL must be initialised first, without its configuration file: otherwise libcurl loads that file.
Result<void> start_library() {
  TRY(init_crypto());
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code == CURLE_OK) return {};
  return fail(Code::internal, "receipts.http", curl_easy_strerror(code));
}

}  // namespace

Result<std::unique_ptr<Http>> open_http(const std::string& target, const Policy& policy,
                                        const std::string& user_agent) {
  TRY(start_library());
  Handle handle(curl_easy_init());
  if (handle == nullptr) return fail(Code::internal, "receipts.http", "no handle");
  TRY(lock_down(handle.get(), target, policy, user_agent));
  return std::make_unique<CurlHttp>(std::move(handle));
}

}  // namespace tocsin
