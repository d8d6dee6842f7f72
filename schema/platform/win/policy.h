// One registry key's policy values, apart so that tests can use keys of their own. Layer: platform, Windows
// only.
#pragma once

#include <windows.h>

#include "schema/platform/policy_values.h"

namespace tocsin {

/// Adds the values of the native view, then those of the 32-bit view that are not the same again (some keys
/// are one in both views). `label` is how messages name the key.
void read_policy_key(HKEY root, const std::string& path, const std::string& label, PolicyScope scope,
                     PolicyReader& into);

}  // namespace tocsin
