// SHA-256 and HMAC-SHA-256. A failure inside libcrypto ends the program: callers cannot go on without a
// digest.
#include "schema/trust/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <exception>

namespace tocsin {
namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Result<void> init_crypto() {
  // Without these options libcrypto reads openssl.cnf (or the file that OPENSSL_CONF names) and loads the
  // modules it lists, and frees all its tables at exit, which takes 2 ms.
  const bool started =
      OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, nullptr) == 1;
  // Created here: if there is no memory for it, libcrypto 3.0 would dereference a null pointer at first use.
  if (started && OSSL_LIB_CTX_get0_global_default() != nullptr) return {};
  return fail(Code::internal, "crypto.init", "libcrypto did not initialise");
}

Digest sha256(std::string_view bytes) {
  Digest digest{};
  unsigned int size = 0;
  // A digest that was not computed must never be used.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    std::terminate();
  if (size != digest.size()) std::terminate();
  return digest;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) std::terminate();
}

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) std::terminate();
}

Digest Sha256::finish() {
  Digest digest{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1 || size != digest.size())
    std::terminate();
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  Digest digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(message), message.size(),
           digest.data(), &size) == nullptr) {
    std::terminate();
  }
  if (size != digest.size()) std::terminate();
  return digest;
}

}  // namespace tocsin
