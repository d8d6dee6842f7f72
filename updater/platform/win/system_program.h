// One of Windows' own programs, run to its end. Layer: updater/platform, Windows only.
#pragma once

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

struct ProgramEnd {
  int status = 0;
  std::string output;  // standard output and error, as written, at most 64 KiB
};

/// `name` lies in the system folder ("schtasks.exe"). It gets our environment, no window, nothing open but
/// its output, and half a minute. Errors: unavailable when it could not be started or did not end in time.
[[nodiscard]] Result<ProgramEnd> run_system_program(const std::string& name,
                                                    const std::vector<std::string>& words);

}  // namespace tocsin
