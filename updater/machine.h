// The machine as this program finds it: the folders it works in, what was accepted before, what is live.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/brand.h"
#include "schema/core/set_layout.h"
#include "schema/platform/known_paths.h"
#include "schema/trust/composition.h"
#include "schema/trust/proof.h"
#include "schema/trust/trust_state.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

inline constexpr const char* kLogName = "update.log";
inline constexpr const char* kLockName = "update.lock";

struct Machine {
  const Brand& brand;
  Places places;
  GuardedRoot root;
  GuardedFolder state;                   // trust.dat, machine.conf, secret, triggers, handled/, log and lock
  std::optional<GuardedFolder> install;  // the sets; none before the first install

  /// Creates the state folder where it is missing. Errors: those of GuardedRoot.
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

  /// What the live set could give to the next one. Views into `live`.
  [[nodiscard]] LiveDocuments documents() const { return live ? live_documents(live->scf) : LiveDocuments(); }
};

/// Step 3 of the order of proof. A missing or damaged trust.dat or live set does not lower the anchor. One
/// that cannot be read at the moment (io) ends the run. Errors: io, untrusted (the compiled root itself).
[[nodiscard]] Result<Memory> recall(const Machine& machine);
/// The same where nothing is installed: the compiled root alone.
[[nodiscard]] Result<Memory> recall_nothing(const Brand& brand);

/// The live set holds exactly these documents, under the same root, and is complete. Its dates are not
/// checked, as everywhere in step 3.
[[nodiscard]] bool is_live_and_sound(const Memory& memory, const ProvenRelease& release);

}  // namespace tocsin
