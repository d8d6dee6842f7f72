// Every setting of the connection. Layer: notifier/receipts/http; libcurl only.
#include "notifier/receipts/http/options.h"

#include <optional>

#include "notifier/receipts/http/exchange.h"
#include "notifier/receipts/http/proxy.h"
#include "notifier/receipts/http/tls.h"
#include "notifier/receipts/http/watch.h"

namespace tocsin {
namespace {

void set_protocol(CurlOptions& options, const std::string& target, const std::string& user_agent) {
  options.set(CURLOPT_PROTOCOLS_STR, "https")
      .set(CURLOPT_REDIR_PROTOCOLS_STR, "https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_MAXREDIRS, 0L)
      .set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L)
      .set(CURLOPT_URL, target.c_str())
      .set(CURLOPT_POST, 1L)
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .set(CURLOPT_HTTP09_ALLOWED, 0L)
      .set(CURLOPT_USERAGENT, user_agent.c_str())
      .switch_off(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .set(CURLOPT_UNRESTRICTED_AUTH, 0L)
      .set(CURLOPT_FAILONERROR, 0L)
      // A compressed answer would only hide its size.
      .set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
}

void set_tls(CurlOptions& options, const Policy& policy) {
  options.set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_CERTINFO, 1L)  // for Route::issuer
      .set(CURLOPT_SSL_CTX_FUNCTION, &on_tls_context)
      .set(CURLOPT_PROXY_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_PROXY_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (policy.receipt_ca_file.empty()) {
    // Windows' own store; without effect elsewhere, where the library knows the system's file.
    options.set(CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NATIVE_CA));
    return;
  }
  // The folder of the system's authorities goes, or it would be trusted beside the file.
  options.set(CURLOPT_CAINFO, policy.receipt_ca_file.c_str())
      .set(CURLOPT_CAPATH, static_cast<const char*>(nullptr))
      .set(CURLOPT_PROXY_CAINFO, policy.receipt_ca_file.c_str())
      .set(CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
}

void set_proxy(CurlOptions& options, const std::string& target, const Policy& policy) {
  // Negotiate and NTLM prove the user without sending a password; the empty one stands for the user's own
  // credentials.
  options.set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_NEGOTIATE | CURLAUTH_NTLM))
      .set(CURLOPT_PROXYUSERPWD, ":")
      // What a proxy says to CONNECT is not the answer.
      .set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  const auto proxy = policy.proxy.empty() ? system_proxy(target) : std::optional(policy.proxy);
  if (!proxy) return;
  // no_proxy of the environment would otherwise lead round the machine's policy.
  options.set(CURLOPT_PROXY, proxy->c_str()).set(CURLOPT_NOPROXY, "");
}

void set_bounds(CurlOptions& options) {
  options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kConnectLimit.count()))
      .set(CURLOPT_TIMEOUT_MS, static_cast<long>(kRequestLimit.count()))
      .set(CURLOPT_NOPROGRESS, 0L)
      .set(CURLOPT_XFERINFOFUNCTION, &on_progress)
      .set(CURLOPT_LOW_SPEED_LIMIT, 10L)
      .set(CURLOPT_LOW_SPEED_TIME, 15L)
      .set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_MAXCONNECTS, 1L)
      // Known lengths fail at once; the callbacks count the others.
      .set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(kAnswerBytes))
      .set(CURLOPT_HEADERFUNCTION, &on_header)
      .set(CURLOPT_WRITEFUNCTION, &on_body);
}

}  // namespace

void CurlOptions::note(CURLoption option, CURLcode code) {
  if (code_ != CURLE_OK || code == CURLE_OK) return;
  refused_ = option;
  code_ = code;
}

Result<void> CurlOptions::result() const {
  if (code_ == CURLE_OK) return {};
  const curl_easyoption* option = curl_easy_option_by_id(refused_);
  const std::string name = option == nullptr ? "option " + std::to_string(refused_) : option->name;
  return fail(Code::internal, "receipts.http", name + ": " + curl_easy_strerror(code_));
}

Result<void> lock_down(CURL* handle, const std::string& target, const Policy& policy,
                       const std::string& user_agent) {
  CurlOptions options(handle);
  set_protocol(options, target, user_agent);
  set_tls(options, policy);
  set_proxy(options, target, policy);
  set_bounds(options);
  return options.result();
}

}  // namespace tocsin
