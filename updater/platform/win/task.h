// The scheduled task: the gate at reconnect, unlock and daily.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin {

struct ProgramEnd {
  int status = 0;
  std::string output;  // standard output and error, as written, at most 64 KiB
};

/// `name` lies in the system folder ("schtasks.exe"). It gets our environment, no window, nothing open but
/// its output, and half a minute. Errors: unavailable when it could not be started or did not end in time.
[[nodiscard]] Result<ProgramEnd> run_system_program(const std::string& name,
                                                    const std::vector<std::string>& words);

/// `name` is a path of the scheduler's ("\Example\Messenger").
/// `untold`: the scheduler answers, but shows no text (Wine's).
enum class TaskState : std::uint8_t { right, wrong, untold };
[[nodiscard]] TaskState task_state(const std::string& name, const TaskWish& wish);
/// Its text goes through a file in `state`, which is gone afterwards. Errors: unavailable, io.
[[nodiscard]] Result<void> register_task(const std::string& name, const TaskWish& wish,
                                         const GuardedFolder& state);
/// None there is fine. Errors: unavailable.
[[nodiscard]] Result<void> remove_task(const std::string& name);

}  // namespace tocsin
