// Takes the pictures, one after the other.
#pragma once

#include <string>
#include <vector>

#include "packaging/preview/scene.h"

namespace tocsin::preview {

/// A picture that has been taken.
struct Picture {
  Shot shot;
  std::string file;                  // name in the folder
  std::string window_title;          // above the window
  int width = 0, height = 0;         // points
  bool scrolls = false;              // its text is longer than the window is at first
  std::vector<std::string> clipped;  // words that do not fit
};

/// Call it once in a process, with a display.
///
/// Errors: io (a picture cannot be written), unavailable (no window can be shown).
[[nodiscard]] Result<std::vector<Picture>> take_each(Scene& scene, const PreviewOptions& options);

}  // namespace tocsin::preview
