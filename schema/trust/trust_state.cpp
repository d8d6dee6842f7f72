// trust.dat as bytes and values, and step 3 of the order of proof: the strongest anchor of this machine.
#include "schema/trust/trust_state.h"

#include <algorithm>
#include <utility>

#include "schema/core/set_layout.h"
#include "schema/trust/document.h"
#include "schema/trust/framing.h"

namespace tocsin {
namespace {

Failure damaged(std::string detail) {
  return fail(Code::malformed, "trust_state.parse", std::move(detail));
}

void put(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

/// The last 32 bytes are the digest of all bytes before them.
bool has_checksum(std::string_view bytes) {
  if (bytes.size() < kTrustChecksumBytes) return false;
  const std::size_t body = bytes.size() - kTrustChecksumBytes;
  return as_view(sha256(bytes.substr(0, body))) == bytes.substr(body);
}

Accepted take_record(ByteReader& in) {
  Accepted record;
  record.position.epoch = in.u32();
  record.position.serial = in.u64();
  Digest hash{};
  std::ranges::copy(in.take(hash.size()), hash.begin());
  if (hash != Digest{}) record.payload_hash = hash;
  record.issued = in.u64();
  return record;
}

void put_record(std::string& out, const Accepted& record) {
  put(out, record.position.epoch, 4);
  put(out, record.position.serial, 8);
  out += as_view(record.payload_hash.value_or(Digest{}));
  put(out, record.issued, 8);
}

}  // namespace

bool is_above(const Position& position, const Accepted& accepted) {
  const bool none = accepted.position == Position{} && !accepted.payload_hash;
  return none || position > accepted.position;
}

Accepted raised(const Accepted& before, const Accepted& document) {
  if (document.position.epoch < before.position.epoch) return before;
  Accepted after = before;
  if (document.position.epoch > before.position.epoch) after.issued = 0;
  after.issued = std::max(after.issued, document.issued);
  if (is_above(document.position, before)) {
    after.position = document.position;
    after.payload_hash = document.payload_hash;
  } else if (document.position == before.position && !before.payload_hash) {
    after.payload_hash = document.payload_hash;
  }
  return after;
}

Result<TrustState> parse_trust_state(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.take(kTrustMagic.size()) != kTrustMagic) return damaged("not a trust.dat");
  if (in.u32() != bytes.size()) return damaged("not as long as it says");
  if (!has_checksum(bytes)) return damaged("its checksum does not match");
  TrustState state;
  state.programs = take_record(in);
  state.notices = take_record(in);
  const std::uint8_t count = in.u8();
  if (count > kMostRoots) return damaged("more than 64 roots");
  for (std::uint8_t i = 0; i < count; ++i) state.roots.emplace_back(in.take(in.u32()));
  static_cast<void>(in.take(kTrustChecksumBytes));
  if (!in.finish("trust.dat")) return damaged("its fields do not fill it");
  return state;
}

std::string serialise_trust_state(const TrustState& state) {
  std::string fields;
  put_record(fields, state.programs);
  put_record(fields, state.notices);
  put(fields, state.roots.size(), 1);
  for (const std::string& root : state.roots) {
    put(fields, root.size(), 4);
    fields += root;
  }
  std::string out(kTrustMagic);
  put(out, kTrustRecordsAt + fields.size() + kTrustChecksumBytes, 4);
  out += fields;
  return out += as_view(sha256(out));
}

Instant newest_issued(const TrustState& state) {
  return to_instant(std::max(state.programs.issued, state.notices.issued));
}

Result<TrustedRoots> trusted_roots(const TrustAnchor& anchor, std::string_view product) {
  TrustedRoots trusted;
  trusted.compiled = TRY(sound_root(anchor.compiled_root, product));
  trusted.newest = TRY(sound_root(anchor.newest_root, product));
  return trusted;
}

// The anchor.
namespace {

/// Records count whatever the roots say: nothing but the update patch can write them.
void add_trust_dat(TrustAnchor& anchor, const Root& compiled, std::string_view bytes,
                   std::string_view product) {
  const auto state = parse_trust_state(bytes);
  if (!state) return;
  anchor.programs = raised(anchor.programs, state->programs);
  anchor.notices = raised(anchor.notices, state->notices);
  if (state->roots.empty()) return;
  const auto newest = climb_chain({state->roots.begin(), state->roots.end()}, {compiled, compiled}, product);
  if (newest) anchor.newest_root = std::string(newest->envelope.whole);
}

Accepted as_accepted(const SignedDocument& found) {
  return {found.document.position, found.payload_hash, found.document.issued};
}

/// The live set is verified by its signatures. It may have expired: it was accepted here before.
void add_live_set(TrustAnchor& anchor, std::string_view scf, std::string_view product) {
  const TrustAnchor before = anchor;
  const auto trusted = trusted_roots(before, product);
  if (!trusted) return;
  const auto live = authenticate(scf, *trusted, product, std::nullopt);
  if (!live) return;
  anchor.newest_root = std::string(live->newest.envelope.whole);
  if (live->programs) anchor.programs = raised(anchor.programs, as_accepted(*live->programs));
  anchor.notices = raised(anchor.notices, as_accepted(live->notices));
}

}  // namespace

Result<TrustAnchor> strongest(std::string_view compiled_root, std::string_view product,
                              std::string_view trust_dat, std::string_view live_scf) {
  const auto compiled = sound_root(compiled_root, product);
  if (!compiled) {
    return fail(Code::untrusted, "trust.anchor", "the compiled root: " + compiled.error().detail,
                compiled.error().rule);
  }
  TrustAnchor anchor;
  anchor.compiled_root = std::string(compiled_root);
  anchor.newest_root = anchor.compiled_root;
  if (!trust_dat.empty()) add_trust_dat(anchor, *compiled, trust_dat, product);
  if (!live_scf.empty()) add_live_set(anchor, live_scf, product);
  return anchor;
}

}  // namespace tocsin
