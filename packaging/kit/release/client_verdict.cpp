// See release/client_verdict.h.
#include "packaging/kit/release/client_verdict.h"

#include <algorithm>
#include <limits>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

Failure bad_state(const std::string& text) {
  return fail(Code::invalid_argument, "verify.state", text + ": not EPOCH.SERIAL[:SHA256][@NEWEST_ISSUED]");
}

/// Cuts off what follows the last `mark`, mark included; nothing when there is none.
std::optional<std::string> cut(std::string& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::string tail = text.substr(at + 1);
  text.resize(at);
  return tail;
}

bool set_newest(StoredState& state, const std::optional<std::string>& text) {
  if (!text) return true;
  state.newest_issued = parse_instant(*text);
  return state.newest_issued.has_value();
}

bool set_hash(StoredState& state, const std::optional<std::string>& text) {
  if (!text) return true;
  const auto bytes = unhex(*text);
  if (!bytes || bytes->size() != sizeof(Digest)) return false;
  std::ranges::copy(*bytes, state.payload_hash.emplace().begin());
  return true;
}

bool set_position(StoredState& state, std::string text) {
  const auto serial_text = cut(text, '.');
  const auto epoch = parse_decimal(text, std::numeric_limits<std::uint32_t>::max());
  if (!serial_text || !epoch) return false;
  const auto serial = parse_decimal(*serial_text, std::numeric_limits<std::uint64_t>::max());
  if (!serial) return false;
  state.epoch = static_cast<std::uint32_t>(*epoch);
  state.serial = *serial;
  return true;
}

TrustAnchor anchor_of(const VerifyRequest& request) {
  TrustAnchor anchor;
  anchor.root_envelope = request.root;
  if (!request.state) return anchor;
  anchor.epoch = request.state->epoch;
  anchor.serial = request.state->serial;
  anchor.payload_hash = request.state->payload_hash;
  anchor.newest_issued = request.state->newest_issued;
  return anchor;
}

}  // namespace

Result<std::optional<StoredState>> parse_stored_state(const std::string& text) {
  if (text.empty()) return std::nullopt;
  StoredState state;
  std::string left = text;
  const auto newest = cut(left, '@');
  const auto hash = cut(left, ':');
  if (!set_newest(state, newest) || !set_hash(state, hash) || !set_position(state, left))
    return bad_state(text);
  return state;
}

Result<Proof> prove_scf(const VerifyRequest& request) {
  return Proof::of(request.scf, anchor_of(request), {request.product, request.platform, request.at});
}

std::string accept_line(const ProvenRelease& release) {
  return "ACCEPT " + std::to_string(release.epoch) + "." + std::to_string(release.serial);
}

Result<std::string> verify_scf(const VerifyRequest& request) {
  const auto proof = prove_scf(request);
  if (!proof) return Failure(proof.error());
  return accept_line(proof->release());
}

}  // namespace tocsin
