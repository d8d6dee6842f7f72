// Whether a newer set went live while this program ran. Layer: notifier/dialog. One source per system.
#pragma once

#include <optional>
#include <string>

#include "schema/platform/known_paths.h"

namespace tocsin {

/// The folder of the set that is live now; nothing when it cannot be told.
[[nodiscard]] std::optional<std::string> live_folder(const Places& places);

}  // namespace tocsin
