// trust.dat: bytes <-> values. See trust_state.h.
#include "schema/trust/trust_state.h"

#include <algorithm>

#include "schema/trust/byte_reader.h"
#include "schema/trust/root.h"

namespace tocsin {
namespace {

constexpr std::string_view kTrustMagic{"SCFTRU\x1A\x01", 8};

Failure damaged(std::string detail) {
  return fail(Code::malformed, "trust_state.parse", std::move(detail));
}

void put(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

/// The last 32 bytes are the digest of all before them.
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

}  // namespace tocsin
