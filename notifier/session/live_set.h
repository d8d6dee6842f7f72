// Which set is live now: POSIX, the link `current`; Windows, the Run value. Layer: notifier/session. One
// source per system.
#pragma once

#include <optional>
#include <string>

#include "schema/platform/known_paths.h"

namespace tocsin {

/// Its folder, links resolved; nothing when it cannot be told.
[[nodiscard]] std::optional<std::string> live_folder(const Places& places);

}  // namespace tocsin
