// What the tests of trust share: sample files, anchors, and the one line a proof ends with.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "schema/core/instant.h"
#include "schema/trust/composition.h"
#include "schema/trust/proof.h"
#include "schema/trust/rejection.h"

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
  ProofDemand wanted;
  wanted.product = product;
  wanted.platform = platform;
  wanted.names = {"messenger",        "messenger.config", "messenger.xml",
                  "messenger-dialog", "messengerctl",     "update-patch"};
  wanted.start = start;
  return wanted;
}

inline TrustAnchor anchor_at(const std::string& root_envelope) {
  TrustAnchor anchor;
  anchor.compiled_root = root_envelope;
  anchor.newest_root = root_envelope;
  return anchor;
}

/// A compiled root and a newer one that was accepted since.
inline TrustAnchor anchor_at(const std::string& compiled, const std::string& newest) {
  TrustAnchor anchor = anchor_at(compiled);
  anchor.newest_root = newest;
  return anchor;
}

/// "notices 2.7 programs 2.3".
inline std::string spelt(const ProvenRelease& release) {
  std::string text = "notices " + format_position(release.notices.position);
  if (release.programs) text += " programs " + format_position(release.programs->position);
  return text;
}

inline std::string verdict(const Error& error) {
  return rejection(error);
}

/// The positions, or the rejection's name and the role it is about: "THRESHOLD notices".
inline std::string verdict(std::string_view scf, const TrustAnchor& anchor,
                           const ProofDemand& wanted = demand()) {
  const auto proof = Proof::of(scf, anchor, wanted);
  return proof ? spelt(proof->release()) : verdict(proof.error());
}

}  // namespace tocsin::test
