// The policy values of one registry key, in a header so that tests can use other keys.
#pragma once

#include <windows.h>

#include "schema/platform/policy_values.h"

namespace tocsin {

/// Adds the values of the native view, then those of the 32-bit view that differ (some keys are shared by
/// both views). `label` is how messages name the key.
void read_policy_key(HKEY root, const std::string& path, const std::string& label, PolicyScope scope,
                     PolicyReader& into);

}  // namespace tocsin
