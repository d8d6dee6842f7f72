// Old sets and rests of interrupted runs. Layer: updater.
#pragma once

#include <string>
#include <vector>

#include "schema/trust/proof.h"
#include "updater/machine.h"

namespace tocsin {

struct Kept {
  std::string live;
  std::string replaced;  // empty: the highest set below the live one
};

/// Removes sets but the live one and its predecessor: of each the files a set can have, regular ones only,
/// then the folder if it is empty. Never goes down, never follows. Returns a line for each that had to be
/// left.
[[nodiscard]] std::vector<std::string> clean_up(const Machine& machine, const ProvenRelease& release,
                                                const Kept& kept);

/// Removes these sets likewise; for uninstall.
[[nodiscard]] std::vector<std::string> remove_sets(const Machine& machine,
                                                   const std::vector<std::string>& file_names,
                                                   const std::vector<std::string>& sets);
/// Names of all sets, live or not.
[[nodiscard]] Result<std::vector<SetName>> all_sets(const GuardedFolder& install);
/// The names a file of a set can have, whatever its release: scf.dat and the brand's.
[[nodiscard]] std::vector<std::string> fixed_names(const Brand& brand);

}  // namespace tocsin
