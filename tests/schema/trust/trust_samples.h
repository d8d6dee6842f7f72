// What the tests of trust share: sample files, anchors, and the one word a proof ends with.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/trust/proof.h"

namespace tocsin::test {

inline std::string sample(std::string_view name) {
  std::ifstream in(std::string(TOCSIN_SOURCE_DIR "/tests/data/scf/") + std::string(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline constexpr std::string_view kProduct = "example.messenger";
inline constexpr std::string_view kPlatform = "linux-x86_64";
inline constexpr Instant kClock = instant_at(1764028800);  // 2025-11-25T00:00:00Z

inline ProofDemand demand(Instant start = kClock, std::string_view product = kProduct,
                          std::string_view platform = kPlatform) {
  return {std::string(product), std::string(platform), start};
}

inline TrustAnchor anchor_at(std::string root_envelope) {
  TrustAnchor anchor;
  anchor.root_envelope = std::move(root_envelope);
  return anchor;
}

/// "2.7", or the rejection's name.
inline std::string verdict(const Result<Proof>& proof) {
  if (!proof) return proof.error().rule;
  return std::to_string(proof->release().epoch) + "." + std::to_string(proof->release().serial);
}

inline std::string verdict(std::string_view scf, const TrustAnchor& anchor,
                           const ProofDemand& wanted = demand()) {
  return verdict(Proof::of(scf, anchor, wanted));
}

}  // namespace tocsin::test
