// machine.conf and secret: the settings that the update patch made for this machine, and the key of its
// pseudonyms. Everybody may read the first; root and the audience's group alone may read the second.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/platform/known_paths.h"

namespace tocsin {

inline constexpr std::size_t kMachineConfBytes = 4u << 10;

struct MachineConf {
  std::string group;  // gid in decimal, or SID; empty: the group was missing at install, it has no members
  std::string doubt = {};  // for the log, if others than administrators could have written the file
};

/// Shape: `Key=value` lines, Group required; unknown keys ignored; at most 4 KiB.
/// Errors: malformed with line.
[[nodiscard]] Result<MachineConf> parse_machine_conf(std::string_view text);
[[nodiscard]] std::string serialise_machine_conf(const MachineConf& conf);

/// The machine.conf of this machine. A file with a wrong owner is used, with a `doubt`: its author could only
/// hide a notice from its audience, and refusing the file would do the same. (The gate refuses the file and
/// leaves the doubt to the dialog.) Errors: those of Folder except OWNER, and of parse_machine_conf.
[[nodiscard]] Result<MachineConf> read_machine_conf(const Places& places);

inline constexpr std::size_t kMachineSecretBytes = 32;

/// The 32 bytes of the file `secret`. Shape: 64 hex digits in lower case and a line end. Errors: malformed.
[[nodiscard]] Result<std::string> parse_machine_secret(std::string_view text);
[[nodiscard]] std::string serialise_machine_secret(std::string_view secret);

/// The secret of this machine. Errors: denied where the reader is no member of the group; not_found,
/// malformed.
[[nodiscard]] Result<std::string> read_machine_secret(const Places& places);

}  // namespace tocsin
