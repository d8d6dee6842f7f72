// Who runs this program, by the credentials it already has. Layer: notifier/platform.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// root, SYSTEM or a service: the notifier's programs then end with `denied`. A capability or a set-uid start
/// counts too.
[[nodiscard]] bool is_privileged();

/// Whether the process's own credentials hold the group (POSIX: gid in decimal, among getgroups and the
/// effective gid; Windows: SID in the token or its linked token). Malformed or empty: false.
[[nodiscard]] bool holds_group(std::string_view group);

/// uid in decimal, or SID.
[[nodiscard]] std::string user_id();

}  // namespace tocsin
