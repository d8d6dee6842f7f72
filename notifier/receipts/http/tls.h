// What libcurl leaves to the TLS library. Layer: notifier/receipts/http; libcurl's callback lives here.
#pragma once

#include <curl/curl.h>

namespace tocsin {

/// CURLOPT_SSL_CTX_FUNCTION: `context` is OpenSSL's, before the handshake. A peer must name its host in
/// subjectAltName; nothing weaker than 112 bits counts, whatever the library's defaults are; and a peer that
/// asks for another handshake within the first is left.
CURLcode on_tls_context(CURL* handle, void* context, void* unused) noexcept;

}  // namespace tocsin
