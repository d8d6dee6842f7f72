// See chain.h. The letters are those of step 6 in schema/README.md.
#include "schema/trust/chain.h"

#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

/// 6a. Framing of every root, its product, its key sets.
Result<std::vector<Root>> decode_chain(const std::vector<std::string_view>& envelopes,
                                       std::string_view product) {
  std::vector<Root> chain;
  for (const std::string_view bytes : envelopes) {
    auto root = sound_root(bytes, product);
    if (!root) return Failure(root.error());
    chain.push_back(std::move(*root));
  }
  return chain;
}

/// 6b. Versions run without a gap, from 1 or from where the trusted root stands.
Result<void> check_versions(const std::vector<Root>& chain, std::uint64_t trusted) {
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const std::uint64_t before = chain[i - 1].version;
    if (chain[i].version <= before || chain[i].version - before != 1)
      return reject("ROOT_GAP", "versions are not consecutive");
  }
  if (chain.back().version < trusted)
    return reject("ROOT_OLD", "the newest root is older than the trusted one");
  const std::uint64_t first = chain.front().version;
  if (first != 1 && first != trusted && first != trusted + 1)
    return reject("ROOT_GAP", "the first root follows nothing");
  if (first == 0) return reject("ROOT_GAP", "versions begin at 1");
  return {};
}

/// Whose word a root also needs: the envelope before it; for the first one the trusted root, unless the file
/// begins further back.
const Root* predecessor_of(const std::vector<Root>& chain, std::size_t index, const Root& trusted) {
  if (index > 0) return &chain[index - 1];
  return chain.front().version < trusted.version ? nullptr : &trusted;
}

/// 6c. Signatures: its own threshold and its predecessor's. Bytes that are trusted already need none.
Result<void> check_signers(const Root& root, const Root* predecessor, const Root& trusted) {
  if (root.envelope.whole == trusted.envelope.whole) return {};
  std::vector<const Keyset*> rings{&root.root_keys};
  if (predecessor != nullptr) rings.push_back(&predecessor->root_keys);
  return check_signatures(root.envelope, Role::root, rings);
}

/// 6d. The trusted version means the trusted payload.
Result<void> check_identity(const Root& root, const Root& trusted) {
  if (root.version == trusted.version && root.envelope.payload != trusted.envelope.payload) {
    return reject("ROOT_EQUIVOCATION", "two roots of one version");
  }
  return {};
}

/// 6e. Epoch and floor never fall.
Result<void> check_progress(const Root& root, const Root* predecessor) {
  if (predecessor == nullptr) return {};
  if (root.epoch < predecessor->epoch) return reject("ROOT_REGRESS", "the epoch falls");
  if (root.floor < predecessor->floor) return reject("ROOT_REGRESS", "the floor falls");
  return {};
}

Result<void> check_link(const std::vector<Root>& chain, std::size_t index, const Root& trusted) {
  const Root& root = chain[index];
  const Root* predecessor = predecessor_of(chain, index, trusted);
  if (auto signers = check_signers(root, predecessor, trusted); !signers) return signers;
  if (auto identity = check_identity(root, trusted); !identity) return identity;
  return check_progress(root, predecessor);
}

}  // namespace

Result<Root> climb_chain(const std::vector<std::string_view>& envelopes, const Root& trusted,
                         std::string_view product) {
  auto chain = decode_chain(envelopes, product);
  if (!chain) return Failure(chain.error());
  if (const auto versions = check_versions(*chain, trusted.version); !versions)
    return Failure(versions.error());
  for (std::size_t i = 0; i < chain->size(); ++i) {
    if (const auto link = check_link(*chain, i, trusted); !link) return Failure(link.error());
  }
  return std::move(chain->back());
}

}  // namespace tocsin
