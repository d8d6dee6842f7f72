// See keyring.h.
#include "schema/trust/keyring.h"

#include <algorithm>
#include <string>

#include "schema/trust/rejection.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

/// The key with this id, or an empty view.
std::string_view key_with_id(const Keyset& ring, std::string_view wanted) {
  for (const std::string_view key : ring.keys) {
    if (key_id(key) == wanted) return key;
  }
  return {};
}

std::string_view key_with_id(std::span<const Keyset* const> rings, std::string_view wanted) {
  for (const Keyset* ring : rings) {
    if (const auto key = key_with_id(*ring, wanted); !key.empty()) return key;
  }
  return {};
}

/// The keys behind the signatures, in their order. Cheap, so all are known before the first is verified.
Result<std::vector<std::string_view>> known_signers(const Envelope& envelope,
                                                    std::span<const Keyset* const> rings) {
  std::vector<std::string_view> signers;
  for (const Signature& signature : envelope.signatures) {
    const std::string_view key = key_with_id(rings, signature.key_id);
    if (key.empty()) return reject("BAD_SIG", "a signature is by a key that may not sign here");
    signers.push_back(key);
  }
  return signers;
}

/// Key ids ascend strictly, so no signer is counted twice.
bool meets_threshold(const Keyset& ring, const std::vector<std::string_view>& valid_signers) {
  const auto counted = std::ranges::count_if(valid_signers, [&ring](std::string_view key) {
    return std::ranges::find(ring.keys, key) != ring.keys.end();
  });
  return ring.threshold >= 1 && counted >= ring.threshold;
}

}  // namespace

Result<Keyset> take_keyset(ByteReader& in) {
  Keyset keyset;
  keyset.threshold = in.u8();
  const std::uint8_t count = in.u8();
  if (in.ok() && (count < 1 || count > kMostKeys)) return reject("KEYSET", "1 to 16 keys");
  for (std::uint8_t i = 0; i < count && in.ok(); ++i) keyset.keys.push_back(in.take(kPublicKeyBytes));
  return keyset;
}

Result<void> check_keyset(const Keyset& keyset) {
  if (keyset.threshold < 1 || keyset.threshold > keyset.keys.size()) {
    return reject("KEYSET", "a threshold is at least 1 and at most the number of keys");
  }
  for (std::size_t i = 1; i < keyset.keys.size(); ++i) {
    if (!(keyset.keys[i - 1] < keyset.keys[i])) return reject("KEY_ORDER", "keys must ascend");
  }
  if (!std::ranges::all_of(keyset.keys, is_strong_key)) {
    return reject("WEAK_KEY", "a key is of small order or not canonical");
  }
  return {};
}

Result<void> check_signatures(const Envelope& envelope, Role role, std::span<const Keyset* const> rings) {
  const auto signers = known_signers(envelope, rings);
  if (!signers) return Failure(signers.error());
  const std::string message = signed_bytes(role, envelope.payload);
  std::vector<std::string_view> valid_signers;
  for (std::size_t i = 0; i < signers->size(); ++i) {
    if (!verifies((*signers)[i], envelope.signatures[i].bytes, message))
      return reject("BAD_SIG", "a signature is not valid");
    valid_signers.push_back((*signers)[i]);
  }
  for (const Keyset* ring : rings) {
    if (!meets_threshold(*ring, valid_signers)) return reject("THRESHOLD", "not enough signatures");
  }
  return {};
}

}  // namespace tocsin
