// The scheduled task: the gate at reconnect, unlock and daily. Layer: updater/platform, Windows only.
#pragma once

#include <cstdint>
#include <string>

#include "updater/platform/guarded_folder.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin {

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
