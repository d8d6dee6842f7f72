// A private X server, so that pictures do not depend on the author's desktop.
#pragma once

#include <string>

#include "schema/core/result.h"

namespace tocsin::preview {

/// An Xvfb that does not listen on the network. It ends with this object, and with this program even if the
/// program is killed.
class OwnDisplay {
 public:
  /// Errors: unavailable (Xvfb is not installed or does not start), io.
  [[nodiscard]] static Result<OwnDisplay> start();
  ~OwnDisplay();
  OwnDisplay(OwnDisplay&& other) noexcept;
  OwnDisplay& operator=(OwnDisplay&&) = delete;

  /// Sets what the toolkit reads from the environment: this display, the theme and `scale` pixels for each
  /// point. Removes the author's own settings. Call it before the toolkit starts.
  void set_environment(const std::string& theme, unsigned scale) const;

 private:
  OwnDisplay(int process, std::string name) : process_(process), name_(std::move(name)) {}
  int process_;
  std::string name_;  // ":1"
};

}  // namespace tocsin::preview
