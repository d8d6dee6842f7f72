#include "packaging/kit/release/signing_key.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <algorithm>

#include "schema/trust/framing.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeKeyContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

Bio reading(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

/// libcrypto overwrites the memory of such a BIO when it frees it.
std::string_view written(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return size > 0 ? std::string_view(bytes, static_cast<std::size_t>(size)) : std::string_view();
}

/// Without this callback libcrypto would ask on the terminal.
int give_passphrase(char* buffer, int size, int, void* passphrase) {
  const auto& given = *static_cast<const std::string_view*>(passphrase);
  if (given.empty() || given.size() > static_cast<std::size_t>(size)) return -1;
  std::ranges::copy(given, buffer);
  return static_cast<int>(given.size());
}

bool is_ed25519(const EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
}

std::string raw_public_key(const EVP_PKEY* key) {
  std::string raw(kPublicKeyBytes, '\0');
  std::size_t size = raw.size();
  const int done = EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size);
  return done == 1 && size == raw.size() ? raw : std::string();
}

}  // namespace

void FreeSigningKey::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

Result<SigningKey> SigningKey::generate() {
  const std::unique_ptr<EVP_PKEY_CTX, FreeKeyContext> context(EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || EVP_PKEY_keygen(context.get(), &key) != 1) {
    return fail(Code::internal, "key.generate");
  }
  return SigningKey(key);
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem, std::string_view passphrase) {
  const Bio bio = reading(pem);
  SigningKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase));
  ERR_clear_error();
  if (!key.key_ && pem.find("ENCRYPTED") != std::string_view::npos) {
    return fail(Code::denied, "key.read", "no passphrase, or not this one (--passphrase-file)");
  }
  if (!key.key_ || !is_ed25519(key.key_.get()))
    return fail(Code::malformed, "key.read", "not an Ed25519 key in PKCS#8 PEM");
  return key;
}

std::string SigningKey::public_key() const {
  return raw_public_key(key_.get());
}

std::string SigningKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  return bio && PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1 ? std::string(written(bio)) : std::string();
}

namespace {

struct FreeInfo {
  void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
struct FreeEncrypted {
  void operator()(X509_SIG* encrypted) const { X509_SIG_free(encrypted); }
};

/// The key in PKCS#8 as PBES2 with PBKDF2: the Windows libcrypto has no scrypt, and a key must open on both
/// systems. Null where libcrypto fails.
std::unique_ptr<X509_SIG, FreeEncrypted> encrypted(const EVP_PKEY* key, std::string_view passphrase) {
  constexpr int kIterations = 600'000;
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeInfo> info(EVP_PKEY2PKCS8(key));
  X509_ALGOR* method =
      PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), kIterations, nullptr, 0, nullptr, NID_hmacWithSHA256);
  if (!info || method == nullptr) {
    X509_ALGOR_free(method);
    return nullptr;
  }
  X509_SIG* whole =
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), method);
  if (whole == nullptr) X509_ALGOR_free(method);  // otherwise `whole` owns it
  return std::unique_ptr<X509_SIG, FreeEncrypted>(whole);
}

}  // namespace

Result<Secret> SigningKey::private_pem(std::string_view passphrase) const {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio) return fail(Code::internal, "key.write");
  int done = 0;
  if (passphrase.empty()) {
    done = PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  } else if (const auto whole = encrypted(key_.get(), passphrase)) {
    done = PEM_write_bio_PKCS8(bio.get(), whole.get());
  }
  if (done != 1) return fail(Code::internal, "key.write");
  return Secret(written(bio));
}

Result<std::string> SigningKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(message.data()), message.size()) != 1) {
    return fail(Code::internal, "key.sign");
  }
  // A damaged key or a faulty machine can produce a signature that no client would accept.
  if (!verifies(public_key(), signature, message))
    return fail(Code::internal, "key.sign", "the signature does not verify");
  return signature;
}

Result<std::string> public_key_from_pem(std::string_view pem) {
  const Bio bio = reading(pem);
  const std::unique_ptr<EVP_PKEY, FreeSigningKey> key(
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!key || !is_ed25519(key.get()))
    return fail(Code::malformed, "key.read", "not an Ed25519 public key in PEM");
  std::string raw = raw_public_key(key.get());
  if (!is_strong_key(raw)) return fail(Code::malformed, "key.read", "a weak key", "WEAK_KEY");
  return raw;
}

}  // namespace tocsin
