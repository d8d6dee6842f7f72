// The window as a picture, and what of it would not fit. Layer: packaging/preview. One source per toolkit.
#pragma once

#include <wx/toplevel.h>

#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// Lets the toolkit lay out and draw what waits. False: there is something to be drawn still.
[[nodiscard]] bool is_settled(wxTopLevelWindow& window);

/// Pixels by which the window is too low to show all its text at once.
[[nodiscard]] int missing_height(wxTopLevelWindow& window);

/// The words that do not fit into their controls, and controls that lie outside of the window.
[[nodiscard]] std::vector<std::string> clipped_words(wxTopLevelWindow& window);

/// PNG at `path`, `scale` pixels a point. Errors: io.
[[nodiscard]] Result<void> save_picture(wxTopLevelWindow& window, unsigned scale, const std::string& path);

}  // namespace tocsin
