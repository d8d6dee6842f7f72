// The window as a picture, and the texts that do not fit into it.
#pragma once

#include <wx/toplevel.h>

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin::preview {

/// Handles the toolkit's pending events. Returns whether there were none and nothing waits to be drawn.
[[nodiscard]] bool is_settled(wxTopLevelWindow& window);

/// Pixels that the window's height lacks to show all of its text at once.
[[nodiscard]] int missing_height(wxTopLevelWindow& window);

/// The texts of controls that are too small for them or lie outside the window.
[[nodiscard]] std::vector<std::string> clipped_words(wxTopLevelWindow& window);

/// Writes a PNG with `scale` pixels for each point. Errors: io.
[[nodiscard]] Result<void> save_picture(wxTopLevelWindow& window, unsigned scale, const std::string& path);

}  // namespace tocsin::preview
