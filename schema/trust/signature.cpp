// Ed25519 by libcrypto. This object file is replaced by a permissive one in one fuzz target.
#include "schema/trust/signature.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "schema/trust/digest.h"
#include "schema/trust/framing.h"

namespace tocsin {
namespace {

using Point = std::array<unsigned char, kPublicKeyBytes>;  // y, little-endian; the top bit is the sign of x

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

constexpr Point filled(unsigned char low, unsigned char middle, unsigned char high) {
  Point point{};
  point.fill(middle);
  point.front() = low;
  point.back() = high;
  return point;
}

constexpr Point kPrime = filled(0xed, 0xff, 0x7f);

/// y of all eight points of small order, either sign of x.
constexpr std::array<Point, 5> kSmallOrder = {
    filled(0x00, 0x00, 0x00),  // order 4
    filled(0x01, 0x00, 0x00),  // order 1
    filled(0xec, 0xff, 0x7f),  // order 2
    Point{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
          0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
          0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},  // order 8
    Point{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
          0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
          0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a}};  // order 8

Point y_of(std::string_view public_key) {
  Point y{};
  std::copy_n(public_key.begin(), y.size(), y.begin());
  y.back() &= 0x7f;
  return y;
}

/// The numbers are little-endian: the last byte is the most significant.
bool is_below_prime(const Point& y) {
  return std::lexicographical_compare(y.rbegin(), y.rend(), kPrime.rbegin(), kPrime.rend());
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool verifies_once(EVP_PKEY* key, EVP_MD_CTX* context, std::string_view signature, std::string_view message) {
  if (key == nullptr || context == nullptr) return false;
  if (EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key) != 1) return false;
  return EVP_DigestVerify(context, raw(signature), signature.size(), raw(message), message.size()) == 1;
}

}  // namespace

std::string key_id(std::string_view public_key) {
  constexpr std::string_view kDomain{"SCF-KEYID-v1\0", 13};
  const Digest digest = sha256(std::string(kDomain) + std::string(public_key));
  return std::string(as_view(digest).substr(0, kKeyIdBytes));
}

std::string signed_bytes(Role role, std::string_view payload) {
  constexpr std::string_view kDomain{"SCF-SIG-v1\0", 11};
  std::string bytes(kDomain);
  bytes += static_cast<char>(role);
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift & 0xff);
  return bytes += payload;
}

bool is_strong_key(std::string_view public_key) {
  if (public_key.size() != kPublicKeyBytes) return false;
  const Point y = y_of(public_key);
  return is_below_prime(y) && std::ranges::find(kSmallOrder, y) == kSmallOrder.end();
}

bool verifies(std::string_view public_key, std::string_view signature, std::string_view message) {
  if (!is_strong_key(public_key) || signature.size() != kSignatureBytes) return false;
  const std::unique_ptr<EVP_PKEY, FreeKey> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(public_key), public_key.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  const bool valid = verifies_once(key.get(), context.get(), signature, message);
  ERR_clear_error();
  return valid;
}

}  // namespace tocsin
