// trust.dat as bytes and values, and step 3 of the order of proof: the strongest anchor of this machine.
#include "schema/trust/trust_state.h"

#include <algorithm>
#include <utility>

#include "schema/trust/framing.h"
#include "schema/trust/release.h"

namespace tocsin {
namespace {

constexpr std::string_view kTrustMagic{"SCFTRU\x1A\x01", 8};

Failure damaged(std::string detail) {
  return fail(Code::malformed, "trust_state.parse", std::move(detail));
}

void put(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

/// The last 32 bytes are the digest of all bytes before them.
bool has_checksum(std::string_view bytes) {
  if (bytes.size() < sizeof(Digest)) return false;
  const std::size_t body = bytes.size() - sizeof(Digest);
  return as_view(sha256(bytes.substr(0, body))) == bytes.substr(body);
}

}  // namespace

Result<TrustState> parse_trust_state(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.take(kTrustMagic.size()) != kTrustMagic) return damaged("not a trust.dat");
  if (in.u32() != bytes.size()) return damaged("not as long as it says");
  if (!has_checksum(bytes)) return damaged("its checksum does not match");
  TrustState state;
  state.epoch = in.u32();
  state.serial = in.u64();
  std::ranges::copy(in.take(state.payload_hash.size()), state.payload_hash.begin());
  state.newest_issued = to_instant(in.u64());
  state.root_envelope = std::string(in.take(in.u32()));
  static_cast<void>(in.take(sizeof(Digest)));
  if (!in.finish("trust.dat")) return damaged("its fields do not fill it");
  return state;
}

std::string serialise_trust_state(const TrustState& state) {
  std::string fields;
  put(fields, state.epoch, 4);
  put(fields, state.serial, 8);
  fields += as_view(state.payload_hash);
  put(fields, to_unix(state.newest_issued), 8);
  put(fields, state.root_envelope.size(), 4);
  fields += state.root_envelope;
  std::string out(kTrustMagic);
  put(out, kTrustMagic.size() + 4 + fields.size() + sizeof(Digest), 4);
  out += fields;
  return out += as_view(sha256(out));
}

namespace {

struct Accepted {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  Digest payload_hash{};
  Instant newest_issued;
};

/// The later of two times of one epoch; a higher epoch discards the time of a lower one.
std::optional<Instant> merged_time(const TrustAnchor& anchor, const Accepted& accepted) {
  if (!anchor.newest_issued || accepted.epoch > anchor.epoch) return accepted.newest_issued;
  if (accepted.epoch < anchor.epoch) return anchor.newest_issued;
  return std::max(*anchor.newest_issued, accepted.newest_issued);
}

/// Raises the anchor, never lowers it. If two sources name the same release, the payload hash of the first
/// is kept.
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

/// A trust.dat is used only if its root is a sound root of this product.
void add_trust_dat(TrustAnchor& anchor, std::uint64_t& version, std::string_view bytes,
                   std::string_view product) {
  const auto state = parse_trust_state(bytes);
  if (!state) return;
  const auto root = sound_root(state->root_envelope, product);
  if (!root) return;
  raise_root(anchor, *root, version);
  raise(anchor, {state->epoch, state->serial, state->payload_hash, state->newest_issued});
}

/// The live set is verified by its signatures. It may have expired: its number was accepted here before.
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
