// machine.conf: what the update patch settled for this machine. Layer: platform.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

struct MachineConf {
  std::string secret;  // 32 bytes, not hex
  std::string group;   // gid in decimal, or SID; empty: the group was missing at install, so nobody
};

/// Shape: `Key=value` lines, Secret (64 hex digits) required; unknown keys ignored; at most 4 KiB.
/// Errors: malformed with line.
[[nodiscard]] Result<MachineConf> parse_machine_conf(std::string_view text);
[[nodiscard]] std::string serialise_machine_conf(const MachineConf& conf);

/// This machine's own id (/etc/machine-id, Windows MachineGuid), so that clones differ; empty when there is
/// none.
[[nodiscard]] std::string machine_id(const std::string& root);

}  // namespace tocsin
