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
  std::string doubt =
      {};  // of a file that others than an administrator could have written: a sentence for the log
};

/// Shape: `Key=value` lines, Secret (64 hex digits) required; unknown keys ignored; at most 4 KiB.
/// Errors: malformed with line.
[[nodiscard]] Result<MachineConf> parse_machine_conf(std::string_view text);
[[nodiscard]] std::string serialise_machine_conf(const MachineConf& conf);

/// The machine's own. Who asks shows nothing unproven: whoever could write the file could keep a notice from
/// its audience, and so would refusing it. So it is used all the same, with a `doubt`. (The gate refuses it,
/// and leaves the doubt to the dialog.) Errors: those of Folder but OWNER, and of parse_machine_conf.
[[nodiscard]] Result<MachineConf> read_machine_conf(const Places& places);

/// This machine's own id (/etc/machine-id, Windows MachineGuid), so that clones differ; empty when there is
/// none.
[[nodiscard]] std::string machine_id(const std::string& root);

}  // namespace tocsin
