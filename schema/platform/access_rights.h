// Who may change an object, by its owner and its Windows access list: over plain values, without Windows
// calls, so that it can be tested on any machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// One entry of an access list. An entry of an unknown kind has an empty `sid` and allows everything.
struct AccessEntry {
  std::string sid;  // "S-1-5-18"
  std::uint32_t mask = 0;
  bool allows = true;         // else it denies; denials are ignored
  bool inherit_only = false;  // meant for what lies below, not for the object itself
};

struct AccessList {
  std::string owner;      // SID; empty: unknown
  bool is_absent = true;  // no list at all: everyone may do everything
  std::vector<AccessEntry> entries;
};

/// SYSTEM, Administrators, TrustedInstaller.
[[nodiscard]] bool is_administrative(std::string_view sid);

/// Owned by an administrative SID, and no other SID may write, append, delete, change attributes, rights or
/// owner. Source: design of the notifier, SECURITY.md.
[[nodiscard]] bool only_administrators_can_write(const AccessList& list);

}  // namespace tocsin
