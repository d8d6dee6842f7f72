// Who may change an object, by its owner and its access list: a judgement over plain values, so that any
// machine can test it. Layer: platform. Knows Windows' numbers, calls nothing of Windows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// One entry of an access list. What the reader does not understand is an entry that allows everything to
/// nobody known: an empty `sid`.
struct AccessEntry {
  std::string sid;  // "S-1-5-18"
  std::uint32_t mask = 0;
  bool allows = true;         // else it denies, and is not counted on
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
