// The machine and the moment that the vectors of tests/data/scf speak of.
#pragma once

#include <string>

#include "schema/trust/proof.h"
#include "schema/trust/trust_state.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {

inline ProofDemand demand() {
  ProofDemand wanted;
  wanted.product = "example.messenger";
  wanted.platform = "linux-x86_64";
  wanted.names = {"messenger",        "messenger.config", "messenger.xml",
                  "messenger-dialog", "messengerctl",     "update-patch"};
  wanted.start = *parse_instant("2025-11-25T00:00:00Z");
  return wanted;
}

inline TrustAnchor anchor_of(std::string_view trust_dat = {}, std::string_view live_scf = {}) {
  static const std::string kRoot = source_file("tests/data/scf/root1.bin");
  auto anchor = strongest(kRoot, demand().product, trust_dat, live_scf);
  expect(anchor.has_value(), "the pinned root is sound");
  return std::move(*anchor);
}

}  // namespace tocsin::fuzz
