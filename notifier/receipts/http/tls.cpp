// Peers that libcurl would take and we do not. Layer: notifier/receipts/http; knows libcurl's TLS library
// only.
#include "notifier/receipts/http/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace tocsin {
namespace {

// RSA and DH of 2,048 bits, no SHA-1: Debian's default, but not everybody's.
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

// Without such a name libcurl 7.88 falls back to the subject's CN, which no authority has to have checked.
int on_certificate(int sound, X509_STORE_CTX* store) {
  if (sound != 1 || X509_STORE_CTX_get_error_depth(store) != 0) return sound;
  if (names_a_host(X509_STORE_CTX_get_current_cert(store))) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
  return 0;
}

bool is_hello_request(int type, std::string_view message) {
  return type == SSL3_RT_HANDSHAKE && !message.empty() && message.front() == SSL3_MT_HELLO_REQUEST;
}

// Called for each message, from within OpenSSL (3.0). It skips a hello request and reads on, as long as there
// is one: a flood of them never comes back to libcurl, which then cannot keep its time limits. From here on
// it reads an end of file.
void on_message(int is_sent, int /*version*/, int type, const void* bytes, std::size_t size, SSL* tls,
                void* /*unused*/) {
  const bool is_early = is_sent == 0 && SSL_is_init_finished(tls) == 0;
  if (!is_early || !is_hello_request(type, {static_cast<const char*>(bytes), size})) return;
  if (BIO* nothing = BIO_new(BIO_s_null()); nothing != nullptr) SSL_set0_rbio(tls, nothing);
}

}  // namespace

CURLcode on_tls_context(CURL* /*handle*/, void* context, void* /*unused*/) noexcept {
  auto* tls = static_cast<SSL_CTX*>(context);
  SSL_CTX_set_msg_callback(tls, &on_message);
  SSL_CTX_set_security_level(tls, std::max(SSL_CTX_get_security_level(tls), kSecurityLevel));
  SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, &on_certificate);
  return CURLE_OK;
}

}  // namespace tocsin
