// Step 3 of the order of proof: what this machine already knows. See trust_state.h.
#include <algorithm>
#include <utility>

#include "schema/trust/release.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

struct Accepted {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  Digest payload_hash{};
  Instant newest_issued;
};

/// The later of two times of one epoch; a higher epoch forgets the lower one's.
std::optional<Instant> merged_time(const TrustAnchor& anchor, const Accepted& accepted) {
  if (!anchor.newest_issued || accepted.epoch > anchor.epoch) return accepted.newest_issued;
  if (accepted.epoch < anchor.epoch) return anchor.newest_issued;
  return std::max(*anchor.newest_issued, accepted.newest_issued);
}

/// Only ever upwards. Of two witnesses of the same release the first keeps its word on the payload.
void raise(TrustAnchor& anchor, const Accepted& accepted) {
  anchor.newest_issued = merged_time(anchor, accepted);
  const bool first = !anchor.payload_hash;
  const bool higher = std::pair(accepted.epoch, accepted.serial) > std::pair(anchor.epoch, anchor.serial);
  if (!first && !higher) return;
  anchor.epoch = accepted.epoch;
  anchor.serial = accepted.serial;
  anchor.payload_hash = accepted.payload_hash;
}

void raise_root(TrustAnchor& anchor, const Root& root, std::uint64_t& version) {
  if (root.version <= version) return;
  version = root.version;
  anchor.root_envelope = std::string(root.envelope.whole);
}

/// A trust.dat counts whole or not at all: its root must be a sound one of this product.
void add_trust_dat(TrustAnchor& anchor, std::uint64_t& version, std::string_view bytes,
                   std::string_view product) {
  const auto state = parse_trust_state(bytes);
  if (!state) return;
  const auto root = sound_root(state->root_envelope, product);
  if (!root) return;
  raise_root(anchor, *root, version);
  raise(anchor, {state->epoch, state->serial, state->payload_hash, state->newest_issued});
}

/// The live set proves itself by its signatures, though it may have expired: its number was accepted here
/// once.
void add_live_set(TrustAnchor& anchor, std::uint64_t& version, std::string_view scf,
                  std::string_view product) {
  const std::string envelope = anchor.root_envelope;
  const auto trusted = sound_root(envelope, product);
  if (!trusted) return;
  const auto live = authenticate(scf, *trusted, product, std::nullopt);
  if (!live || !check_standing(live->release, live->root)) return;
  if (!product.empty() && live->release.product != product) return;
  raise_root(anchor, live->root, version);
  raise(anchor, {live->release.epoch, live->release.serial, sha256(live->envelope.payload),
                 to_instant(live->release.issued)});
}

}  // namespace

Result<TrustAnchor> strongest(std::string_view compiled_root, std::uint32_t floor_epoch,
                              std::uint64_t floor_serial, std::string_view product,
                              std::string_view trust_dat, std::string_view live_scf) {
  const auto compiled = sound_root(compiled_root, product);
  if (!compiled) {
    return fail(Code::untrusted, "trust.anchor", "the compiled root: " + compiled.error().detail,
                compiled.error().rule);
  }
  TrustAnchor anchor;
  anchor.root_envelope = std::string(compiled_root);
  anchor.floor_epoch = floor_epoch;
  anchor.floor_serial = floor_serial;
  std::uint64_t version = compiled->version;
  add_trust_dat(anchor, version, trust_dat, product);
  if (!live_scf.empty()) add_live_set(anchor, version, live_scf, product);
  return anchor;
}

}  // namespace tocsin
