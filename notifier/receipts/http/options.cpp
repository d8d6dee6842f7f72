// All settings of the connection, and the checks of a TLS peer that libcurl does not make itself.
#include "notifier/receipts/http/options.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

#include "notifier/receipts/http/exchange.h"
#include "notifier/receipts/http/proxy.h"

namespace tocsin {
namespace {

// RSA and DH of at least 2,048 bits, no SHA-1: Debian's default, but not the default everywhere.
constexpr int kSecurityLevel = 2;

bool names_a_host(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int n = 0; names != nullptr && n < sk_GENERAL_NAME_num(names.get()); ++n) {
    const int type = sk_GENERAL_NAME_value(names.get(), n)->type;
    if (type == GEN_DNS || type == GEN_IPADD) return true;
  }
  return false;
}

// Without a subjectAltName libcurl 7.88 falls back to the subject's CN, which authorities need not check.
int on_certificate(int sound, X509_STORE_CTX* store) {
  if (sound != 1 || X509_STORE_CTX_get_error_depth(store) != 0) return sound;
  if (names_a_host(X509_STORE_CTX_get_current_cert(store))) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
  return 0;
}

bool is_hello_request(int type, std::string_view message) {
  return type == SSL3_RT_HANDSHAKE && !message.empty() && message.front() == SSL3_MT_HELLO_REQUEST;
}

// OpenSSL 3.0 calls this for every message. It skips hello requests without returning to libcurl, so that a
// flood of them would defeat libcurl's time limits. After the first one the connection reads an end of file.
void on_message(int is_sent, int /*version*/, int type, const void* bytes, std::size_t size, SSL* tls,
                void* /*unused*/) {
  const bool is_early = is_sent == 0 && SSL_is_init_finished(tls) == 0;
  if (!is_early || !is_hello_request(type, {static_cast<const char*>(bytes), size})) return;
  if (BIO* nothing = BIO_new(BIO_s_null()); nothing != nullptr) SSL_set0_rbio(tls, nothing);
}

// CURLOPT_SSL_CTX_FUNCTION: `context` is OpenSSL's, before the handshake. A peer must name its host in
// subjectAltName, nothing weaker than 112 bits is accepted, whatever the library's defaults are, and a peer
// that asks for another handshake within the first is dropped.
CURLcode on_tls_context(CURL* /*handle*/, void* context, void* /*unused*/) noexcept {
  auto* tls = static_cast<SSL_CTX*>(context);
  SSL_CTX_set_msg_callback(tls, &on_message);
  SSL_CTX_set_security_level(tls, std::max(SSL_CTX_get_security_level(tls), kSecurityLevel));
  SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, &on_certificate);
  return CURLE_OK;
}

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
      // A compressed answer would hide its size.
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
    // Use the certificate store of Windows. Elsewhere the library finds the system's file by itself.
    options.set(CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NATIVE_CA));
    return;
  }
  // Unset the folder of the system's authorities, which would be trusted in addition to the file.
  options.set(CURLOPT_CAINFO, policy.receipt_ca_file.c_str())
      .set(CURLOPT_CAPATH, static_cast<const char*>(nullptr))
      .set(CURLOPT_PROXY_CAINFO, policy.receipt_ca_file.c_str())
      .set(CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
}

// Without CURLOPT_PROXYUSERPWD libcurl answers no proxy that asks for credentials; ":" stands for those of
// the logged-on user.
void set_authentication(CurlOptions& options, ProxyAuthentication allowed) {
  const unsigned long ways =
      (allowed.negotiate ? CURLAUTH_NEGOTIATE : 0UL) | (allowed.ntlm ? CURLAUTH_NTLM : 0UL);
  options.set(CURLOPT_PROXYAUTH, static_cast<long>(ways));
  if (ways != 0) options.set(CURLOPT_PROXYUSERPWD, ":");
}

void set_proxy(CurlOptions& options, const std::string& target, const Policy& policy) {
  const auto proxy = policy.proxy.empty() ? system_proxy(target)
                                          : std::optional(SystemProxy{policy.proxy, ProxyNamedBy::policy});
  set_authentication(options, proxy_authentication(proxy ? proxy->named_by : ProxyNamedBy::environment));
  // A proxy's answer to CONNECT is not the receiver's answer.
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (!proxy) return;
  // Otherwise no_proxy in the environment would bypass the machine's policy.
  options.set(CURLOPT_PROXY, proxy->url.c_str()).set(CURLOPT_NOPROXY, "");
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
      // A declared length that is too large fails at once; the callbacks count undeclared ones.
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
