// Where things are on this machine, and which machine it is.
#pragma once

#include <string>

#include "schema/core/brand.h"
#include "schema/core/result.h"

namespace tocsin {

/// All absolute. `root` is the DIR of --root without a trailing slash, or empty. It does not move the folders
/// of the user or the registry.
struct Places {
  std::string root;
  std::string install_folder;  // holds sets and `current`
  std::string machine_folder;  // trust.dat, machine.conf, handled/
  std::string machine_policy;  // a file; Windows: a registry key, "HKLM\\Software\\..."
  std::string user_policy;     // likewise; empty when the user has no home
  std::string state_db;        // empty when the user has no home
  std::string no_home = {};    // why they are empty: "HOME is not set"
};

/// Home and XDG folders from the environment; relative XDG values are ignored, as their specification says.
/// Windows: the system's known folders.
[[nodiscard]] Places known_places(const Brand& brand, const std::string& root);

/// Where an absolute path of the machine lies below the DIR of --root; on Windows the drive is dropped.
[[nodiscard]] std::string below_root(const std::string& root, const std::string& path);

/// The folder this program's executable lies in, links resolved.
[[nodiscard]] Result<std::string> own_folder();

/// The id of this machine (/etc/machine-id, Windows MachineGuid), so that clones differ; empty when it has
/// none.
[[nodiscard]] std::string machine_id(const std::string& root);

}  // namespace tocsin
