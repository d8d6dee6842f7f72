// The scheduled task, which starts the gate at reconnect, at unlock and daily.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/core/result.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin::updater {

struct ProgramEnd {
  int status = 0;
  std::string output;  // standard output and error, as written, at most 64 KiB
};

/// Runs a program of the system folder ("schtasks.exe") to its end. It gets our environment, no window,
/// nothing open but its output, and 30 seconds. Errors: unavailable when it could not be started or did not
/// end in time.
[[nodiscard]] Result<ProgramEnd> run_system_program(const std::string& name,
                                                    const std::vector<std::string>& words);

/// `unknown`: the scheduler answers, but shows no text (Wine's).
enum class TaskState : std::uint8_t { right, wrong, unknown };
/// `name` is a path in the scheduler ("\Example\Messenger").
[[nodiscard]] TaskState task_state(const std::string& name, const Task& task);
/// Passes its text in a file in `state`, which is removed afterwards. Errors: unavailable, io.
[[nodiscard]] Result<void> register_task(const std::string& name, const Task& task,
                                         const GuardedFolder& state);
/// Not an error if there is none. Errors: unavailable.
[[nodiscard]] Result<void> remove_task(const std::string& name);

}  // namespace tocsin::updater
