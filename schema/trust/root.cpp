// Key sets, roots and their chain. The letters 6a to 6e are those of step 6 in schema/README.md.
#include "schema/trust/root.h"

#include <algorithm>
#include <string>
#include <utility>

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

/// The keys of the signatures, in their order. This is cheap, so all are looked up before the first is
/// verified.
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

/// Signatures have strictly ascending key ids, so no signer is counted twice.
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
  if (in.ok() && count > kMostKeys) return reject("KEYSET", "at most 16 keys");
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
  const std::vector<std::string_view> signers = TRY(known_signers(envelope, rings));
  const std::string message = signed_bytes(role, envelope.payload);
  std::vector<std::string_view> valid_signers;
  for (std::size_t i = 0; i < signers.size(); ++i) {
    if (!verifies(signers[i], envelope.signatures[i].bytes, message))
      return reject("BAD_SIG", "a signature is not valid");
    valid_signers.push_back(signers[i]);
  }
  for (const Keyset* ring : rings) {
    if (!meets_threshold(*ring, valid_signers)) return reject("THRESHOLD", "not enough signatures");
  }
  return {};
}

namespace {

constexpr std::uint64_t kEndOfYear9999 = 253402300799u;

}  // namespace

Instant to_instant(std::uint64_t unix_seconds) {
  return instant_at(static_cast<std::int64_t>(std::min(unix_seconds, kEndOfYear9999)));
}

std::uint64_t to_unix(Instant instant) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds_of(instant), 0));
}

Result<void> take_payload_head(ByteReader& in, Role role) {
  const std::uint8_t version = in.u8();
  const std::uint8_t given = in.u8();
  if (in.ok() && version != 1) return reject("VERSION", "only format 1 is known");
  if (in.ok() && given != static_cast<std::uint8_t>(role)) return reject("ROLE", "a payload of another role");
  return {};
}

Result<Root> decode_root(Envelope envelope) {
  ByteReader in(envelope.payload);
  TRY(take_payload_head(in, Role::root));
  Root root;
  root.envelope = std::move(envelope);
  root.product = in.take(in.u16());
  root.version = in.u64();
  root.issued = in.u64();
  root.expires = in.u64();
  root.root_keys = TRY(take_keyset(in));
  for (RoleBlock* block : {&root.programs, &root.notices}) {
    block->epoch = in.u32();
    block->floor = in.u64();
    block->keys = TRY(take_keyset(in));
  }
  TRY(in.finish("a root"));
  return root;
}

Result<void> check_root(const Root& root, std::string_view product) {
  if (!product.empty() && root.product != product) return reject("PRODUCT", "a root of another product");
  TRY(check_keyset(root.root_keys));
  const bool is_empty = !root.has_programs() && root.programs.keys.threshold == 0;
  if (!is_empty) TRY(check_keyset(root.programs.keys));
  return check_keyset(root.notices.keys);
}

Result<Root> sound_root(std::string_view envelope, std::string_view product) {
  Root root = TRY(split_envelope(envelope).and_then(decode_root));
  TRY(check_root(root, product));
  return root;
}

namespace {

/// 6a. Framing of every root, its product, its key sets.
Result<std::vector<Root>> decode_chain(const std::vector<std::string_view>& envelopes,
                                       std::string_view product) {
  std::vector<Root> chain;
  chain.reserve(envelopes.size());
  for (const std::string_view bytes : envelopes) {
    chain.push_back(TRY(sound_root(bytes, product)));
  }
  return chain;
}

/// 6b. Versions are 1, 2, 3 and so on, and reach the trusted one.
Result<void> check_versions(const std::vector<Root>& chain, std::uint64_t trusted) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (chain[i].version != i + 1) return reject("ROOT_GAP", "versions are 1, 2, 3 and so on");
  }
  if (chain.back().version < trusted)
    return reject("ROOT_OLD", "the newest root is older than the trusted one");
  return {};
}

/// The root that must also have signed this one: the one before it. The first has none.
const Root* predecessor_of(const std::vector<Root>& chain, std::size_t index) {
  return index > 0 ? &chain[index - 1] : nullptr;
}

/// 6c. Signatures: its own threshold and that of its predecessor. The compiled envelope itself needs none.
Result<void> check_signers(const Root& root, const Root* predecessor, const Root& compiled) {
  if (root.envelope.whole == compiled.envelope.whole) return {};
  std::vector<const Keyset*> rings{&root.root_keys};
  if (predecessor != nullptr) rings.push_back(&predecessor->root_keys);
  return check_signatures(root.envelope, Role::root, rings);
}

/// 6d. A root of the version of a trusted root has its payload.
Result<void> check_identity(const Root& root, const TrustedRoots& trusted) {
  for (const Root* known : {&trusted.compiled, &trusted.newest}) {
    if (root.version == known->version && root.envelope.payload != known->envelope.payload) {
      return reject("ROOT_EQUIVOCATION", "two roots of one version");
    }
  }
  return {};
}

Result<void> check_block(const RoleBlock& block, const RoleBlock& before) {
  if (block.epoch < before.epoch) return reject("ROOT_REGRESS", "an epoch falls");
  if (block.floor < before.floor) return reject("ROOT_REGRESS", "a floor falls");
  return {};
}

/// 6e. Epochs and floors never fall. A channel has programs from its first root on, or never.
Result<void> check_progress(const Root& root, const Root* predecessor) {
  if (predecessor == nullptr) return {};
  TRY(check_block(root.programs, predecessor->programs));
  TRY(check_block(root.notices, predecessor->notices));
  if (root.has_programs() != predecessor->has_programs())
    return reject("ROOT_REGRESS", "programs keys appear or go");
  return {};
}

Result<void> check_link(const std::vector<Root>& chain, std::size_t index, const TrustedRoots& trusted) {
  const Root& root = chain[index];
  const Root* predecessor = predecessor_of(chain, index);
  TRY(check_signers(root, predecessor, trusted.compiled));
  TRY(check_identity(root, trusted));
  return check_progress(root, predecessor);
}

}  // namespace

Result<Root> climb_chain(const std::vector<std::string_view>& envelopes, const TrustedRoots& trusted,
                         std::string_view product) {
  std::vector<Root> chain = TRY(decode_chain(envelopes, product));
  TRY(check_versions(chain, std::max(trusted.compiled.version, trusted.newest.version)));
  for (std::size_t i = 0; i < chain.size(); ++i) TRY(check_link(chain, i, trusted));
  return std::move(chain.back());
}

}  // namespace tocsin
