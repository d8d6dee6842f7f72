// Who runs this program, by the credentials of its own process.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// root, SYSTEM or a service; also a start with set-uid, or with a capability that is enough to become root.
/// The notifier's programs then end with `denied`.
[[nodiscard]] bool is_privileged();

/// Whether the process's own credentials hold the group (POSIX: gid in decimal, among getgroups and the
/// effective gid; Windows: SID in the token or its linked token). Malformed or empty: false.
[[nodiscard]] bool holds_group(std::string_view group);

/// uid in decimal, or SID.
[[nodiscard]] std::string user_id();

}  // namespace tocsin
