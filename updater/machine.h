// The machine as this program finds it: the folders it works in, what was accepted before, what is live.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/brand.h"
#include "schema/platform/known_paths.h"
#include "schema/trust/proof.h"
#include "schema/trust/trust_state.h"
#include "updater/platform/guarded_folder.h"
#include "updater/set.h"

namespace tocsin::updater {

inline constexpr const char* kTrustName = "trust.dat";
inline constexpr const char* kConfName = "machine.conf";
inline constexpr const char* kHandledName = "handled";
inline constexpr const char* kLogName = "update.log";
inline constexpr const char* kLockName = "update.lock";

struct Machine {
  const Brand& brand;
  Places places;
  GuardedFolder state;                   // trust.dat, machine.conf, handled/, log and lock
  std::optional<GuardedFolder> install;  // the sets; none before the first install

  /// Creates the state folder where it is missing. Errors: those of GuardedFolder::make and open.
  [[nodiscard]] static Result<Machine> prepare(const Brand& brand, const std::string& root);
  /// Changes nothing. Errors: not_found when nothing was ever installed.
  [[nodiscard]] static Result<Machine> look(const Brand& brand, const std::string& root);
};

/// A place of `places` as GuardedFolder takes it: seen from the root.
[[nodiscard]] std::string seen_from_root(const Places& places, const std::string& place);

struct LiveSet {
  SetName name;
  GuardedFolder folder;
  std::string scf;  // unproven
};

struct Memory {
  std::string trust_dat;        // as found; empty: missing, or not an administrator's
  std::optional<LiveSet> live;  // none: no pointer, or one that leads nowhere
  TrustAnchor anchor;
};

/// Step 3 of the order of proof. A missing or damaged trust.dat or live set does not lower the anchor. One
/// that cannot be read at the moment (io) ends the run. Errors: io, untrusted (the compiled root itself).
[[nodiscard]] Result<Memory> recall(const Machine& machine);
/// The same where nothing is installed: the compiled root and floor alone.
[[nodiscard]] Result<Memory> recall_nothing(const Brand& brand);

/// The live set is exactly this release, and complete.
[[nodiscard]] bool is_live_and_sound(const Memory& memory, const ProvenRelease& release);

/// The live set is of a release above `other`, and complete. Its dates are not checked, as everywhere in
/// step 3.
[[nodiscard]] bool is_newer_and_sound(const Memory& memory, std::string_view product, std::uint32_t epoch,
                                      std::uint64_t serial);

}  // namespace tocsin::updater
