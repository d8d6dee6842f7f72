// Takes one picture after the other. Layer: packaging/preview.
#pragma once

#include <string>
#include <vector>

#include "packaging/preview/scene.h"

namespace tocsin {

/// A picture that was taken.
struct Picture {
  Shot shot;
  std::string file;           // its name in the folder
  std::string window_title;   // above the window
  int width = 0, height = 0;  // points
  bool scrolls = false;       // longer than the window a reader sees at first
  std::vector<std::string> clipped;
};

/// Once a process, on a display. Errors: io (a picture cannot be written), unavailable (no window can be
/// shown).
[[nodiscard]] Result<std::vector<Picture>> take_each(Scene& scene, const PreviewOptions& options);

}  // namespace tocsin
