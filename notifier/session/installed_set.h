// The set this program was installed with, proven before anything of it is parsed. Layer: notifier.
#pragma once

#include <string>

#include "schema/core/brand.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"
#include "schema/platform/known_paths.h"
#include "schema/trust/proof.h"

namespace tocsin {

struct InstalledSet {
  std::string folder;
  ProvenRelease release;
  Config config;
  Catalog catalog;
};

/// "Now" for every decision: the later of the clock and the newest signed time seen.
[[nodiscard]] Instant trusted_now(Instant clock, std::optional<Instant> newest_issued);

/// Steps 3 to 11 on `folder`/scf.dat, read-only, then config and catalog: each read once, hashed, and that
/// buffer parsed. Errors: untrusted or stale with the rejection's name as `rule`; malformed when a proven
/// file does not parse.
[[nodiscard]] Result<InstalledSet> prove_installed(const Brand& brand, const Places& places,
                                                   const std::string& folder, Instant clock);

/// The proof alone, and the time it used: for `status` and `verify`.
struct ProvenSet {
  Proof proof;
  Instant now;  // trusted
};
[[nodiscard]] Result<ProvenSet> prove_release(const Brand& brand, const Places& places,
                                              const std::string& folder, Instant clock);

}  // namespace tocsin
