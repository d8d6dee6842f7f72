// The vendor's Ed25519 keys, in PEM files. No other program of the project can sign.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "packaging/kit/release/secret.h"
#include "schema/core/result.h"

struct evp_pkey_st;

namespace tocsin {

inline constexpr std::size_t kPemBytes = 64u << 10;  // the largest key file that is read

struct FreeSigningKey {
  void operator()(evp_pkey_st* key) const;
};

class SigningKey {
 public:
  [[nodiscard]] static Result<SigningKey> generate();
  /// PKCS#8 PEM, encrypted or not. Never asks for a passphrase. Errors: malformed, denied (passphrase).
  [[nodiscard]] static Result<SigningKey> from_pem(std::string_view pem, std::string_view passphrase);

  [[nodiscard]] std::string public_key() const;  // 32 bytes
  [[nodiscard]] std::string public_pem() const;
  /// PKCS#8, encrypted by the passphrase unless it is empty: PBKDF2 (HMAC-SHA-256, 600,000
  /// iterations) and AES-256-CBC.
  [[nodiscard]] Result<Secret> private_pem(std::string_view passphrase) const;
  [[nodiscard]] Result<std::string> sign(std::string_view message) const;

 private:
  explicit SigningKey(evp_pkey_st* key) : key_(key) {}
  std::unique_ptr<evp_pkey_st, FreeSigningKey> key_;
};

/// The 32 bytes of a public key in PEM. Errors: malformed (also for a key that is weak, or not Ed25519).
[[nodiscard]] Result<std::string> public_key_from_pem(std::string_view pem);

}  // namespace tocsin
