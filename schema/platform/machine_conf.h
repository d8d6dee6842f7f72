// machine.conf: the settings that the update patch made for this machine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/platform/known_paths.h"

namespace tocsin {

inline constexpr std::size_t kMachineConfBytes = 4u << 10;

struct MachineConf {
  std::string secret;  // 32 bytes, not hex
  std::string group;   // gid in decimal, or SID; empty: the group was missing at install, it has no members
  std::string doubt = {};  // for the log, if others than administrators could have written the file
};

/// Shape: `Key=value` lines, Secret (64 hex digits) required; unknown keys ignored; at most 4 KiB.
/// Errors: malformed with line.
[[nodiscard]] Result<MachineConf> parse_machine_conf(std::string_view text);
[[nodiscard]] std::string serialise_machine_conf(const MachineConf& conf);

/// The machine.conf of this machine. A file with a wrong owner is used, with a `doubt`: its author could only
/// hide a notice from its audience, and refusing the file would do the same. (The gate refuses the file and
/// leaves the doubt to the dialog.) Errors: those of Folder except OWNER, and of parse_machine_conf.
[[nodiscard]] Result<MachineConf> read_machine_conf(const Places& places);

}  // namespace tocsin
