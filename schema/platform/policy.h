// The off switch and its companions: values an administrator or the user sets. Layer: platform.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/core/truth.h"
#include "schema/platform/known_paths.h"

namespace tocsin {

/// One value as found. `ignored` says why it has no force (wrong type or value, unknown name, overridden),
/// else empty.
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

/// Machine policy, then the user's: `Disable` and `NoReceipts`: any valid 1 wins; others: first valid in the
/// order machine, user. A value of the wrong type or range is ignored and listed so. A file that cannot be
/// read is listed as ignored. File form: `Name=value` lines, `#` comments, blanks around the name and value
/// ignored, names case-insensitive, at most 64 KiB. Windows: the brand's policy key and product key of
/// machine and user, native view, then the 32-bit one where it says something else; switches are REG_DWORD,
/// the rest REG_SZ.
[[nodiscard]] Policy read_policy(const Places& places);

/// The machine's values only: for the updater.
[[nodiscard]] Policy read_machine_policy(const Places& places);

}  // namespace tocsin
