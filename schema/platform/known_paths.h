// Where things are on this machine. Layer: platform.
#pragma once

#include <string>

#include "schema/core/brand.h"
#include "schema/core/result.h"

namespace tocsin {

/// All absolute. `root` is --root's DIR without a trailing slash, or empty. The user's own places are never
/// moved by it, nor is the registry.
struct Places {
  std::string root;
  std::string install_folder;  // holds sets and `current`
  std::string machine_folder;  // trust.dat, machine.conf, handled/
  std::string machine_policy;  // a file; Windows: a registry key, "HKLM\\Software\\..."
  std::string user_policy;     // likewise; empty when the user has no home
  std::string state_db;        // empty when the user has no home
};

/// Home and XDG folders from the environment; relative XDG values are ignored, as their specification says.
/// Windows: the system's known folders.
[[nodiscard]] Places known_places(const Brand& brand, const std::string& root);

/// Where an absolute path of the machine lies below --root's DIR; Windows drops its drive.
[[nodiscard]] std::string below_root(const std::string& root, const std::string& path);

/// The folder this program's executable lies in, links resolved.
[[nodiscard]] Result<std::string> own_folder();

}  // namespace tocsin
