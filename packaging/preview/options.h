// tocsin-preview's command line. Layer: packaging/preview.
#pragma once

#include <string>

namespace tocsin {

struct PreviewOptions {
  std::string catalog, out, config, facts, locale, id;
  std::string theme = "light";
  unsigned scale = 1;
  bool pseudo = false;
  bool open = false;
};

/// The whole program but what main() must do first. Shape: main's arguments; the exit code.
int run_preview(int argc, const char* const* argv);

}  // namespace tocsin
