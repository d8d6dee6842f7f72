// The set this program was installed with: proven before anything of it is parsed. And the set that is live.
#pragma once

#include <optional>
#include <string>

#include "schema/core/brand.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"
#include "schema/platform/known_paths.h"
#include "schema/trust/proof.h"

namespace tocsin {

/// What scf.dat proves: the release, and the newest signed time that this machine has seen for either role.
struct ProvenSet {
  std::string folder;
  Proof proof;
  Instant newest_issued;
};

struct InstalledSet {
  std::string folder;
  ProvenRelease release;
  Instant newest_issued;
  Config config;
  Catalog catalog;
};

/// "Now" for every decision: the later of the clock and the newest signed time seen.
[[nodiscard]] Instant trusted_now(Instant clock, Instant newest_issued);

/// Steps 3 to 11 of the proof on `folder`/scf.dat, read-only. Errors: untrusted or stale with the rejection's
/// name as `rule`; those of reading scf.dat.
[[nodiscard]] Result<ProvenSet> prove_release(const Brand& brand, const Places& places,
                                              const std::string& folder, Instant clock);

/// Config and catalog: each file is read once, hashed, and that buffer parsed. Errors: untrusted with the
/// rejection's name as `rule`; malformed when a proven file does not parse.
[[nodiscard]] Result<InstalledSet> read_set(const Brand& brand, const ProvenSet& proven);

/// Both, one after the other.
[[nodiscard]] Result<InstalledSet> prove_installed(const Brand& brand, const Places& places,
                                                   const std::string& folder, Instant clock);

/// The folder of the set that is live now, links resolved. POSIX: where the link `current` points; Windows:
/// what the machine's Run value starts, below --root the file `current`. Nothing if there is none.
[[nodiscard]] std::optional<std::string> live_folder(const Places& places);

}  // namespace tocsin
