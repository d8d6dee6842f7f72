// The folders this program works in, opened once. Layer: updater.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/core/brand.h"
#include "schema/platform/known_paths.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

inline constexpr const char* kScfName = "scf.dat";
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

  /// Makes the state folder where it is missing. Errors: those of GuardedFolder::make and open.
  [[nodiscard]] static Result<Machine> prepare(const Brand& brand, const std::string& root);
  /// Changes nothing. Errors: not_found when nothing was ever installed.
  [[nodiscard]] static Result<Machine> look(const Brand& brand, const std::string& root);
};

/// A place of `places` as GuardedFolder takes it: seen from the root.
[[nodiscard]] std::string seen_from_root(const Places& places, const std::string& place);

/// The name of a set's folder: "2.7.0123abcd".
struct SetName {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::string text;
};
/// None for any other form, so that nothing else is ever taken for a set.
[[nodiscard]] std::optional<SetName> parse_set_name(std::string_view text);

}  // namespace tocsin
