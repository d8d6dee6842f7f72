// Policy: the off switch and other values that an administrator or the user sets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/core/truth.h"
#include "schema/platform/known_paths.h"

namespace tocsin {

/// One value as found. `ignored` is the reason why it has no effect (wrong type or value, unknown name,
/// overridden), or empty.
struct PolicyValue {
  std::string name;
  std::string value;
  std::string source;  // "/etc/example-messenger.conf:3", "HKLM\\Software\\Example\\Messenger (32-bit)"
  std::string ignored;
};

struct Policy {
  bool disable = false;
  bool no_receipts = false;
  bool no_actor = false;
  bool logon_only = false;
  Severity minimum_severity = Severity::info;
  std::string proxy;                // machine only
  std::string receipt_ca_file;      // machine only; absolute path, below --root where one is given
  std::string receipt_relay;        // machine only; "https://host[:port]"
  std::vector<PolicyValue> values;  // everything that was found, in order of reading
};

/// Reads the policy of the machine, then of the user. For `Disable` and `NoReceipts` any valid 1 wins; for
/// others the first valid value. A value of the wrong type or range, and a file that cannot be read, are
/// listed as ignored.
///
/// File:    `Name=value` lines, `#` comments, blanks around name and value ignored, names in any
///          case, at most 64 KiB.
/// Windows: the policy key and the product key of the brand, of machine and user: the native view, then the
///          32-bit view where it differs. Switches are REG_DWORD, others REG_SZ.
[[nodiscard]] Policy read_policy(const Places& places);

/// The values of the machine only: for the updater.
[[nodiscard]] Policy read_machine_policy(const Places& places);

}  // namespace tocsin
