// machine.conf: what the update patch settled for this machine. Layer: platform.
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
  std::string group;   // gid in decimal, or SID; empty: the group was missing at install, so nobody
};

/// Shape: `Key=value` lines, Secret (64 hex digits) required; unknown keys ignored; at most 4 KiB.
/// Errors: malformed with line.
[[nodiscard]] Result<MachineConf> parse_machine_conf(std::string_view text);
[[nodiscard]] std::string serialise_machine_conf(const MachineConf& conf);

/// The machine's own, if only an administrator can have written it: it decides who the audience is.
/// Errors: those of Folder and of parse_machine_conf.
[[nodiscard]] Result<MachineConf> read_machine_conf(const Places& places);

/// This machine's own id (/etc/machine-id, Windows MachineGuid), so that clones differ; empty when there is
/// none.
[[nodiscard]] std::string machine_id(const std::string& root);

}  // namespace tocsin
