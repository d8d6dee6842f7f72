// A display of one's own, so that pictures do not depend on the author's desktop. Layer: packaging/preview.
#pragma once

#include <string>

#include "schema/core/result.h"

namespace tocsin {

/// Xvfb, seen by nobody, that listens on no network; ends with this object, and with this program however
/// it ends.
class OwnDisplay {
 public:
  /// Errors: not_found (Xvfb is not installed), unavailable (it does not start).
  [[nodiscard]] static Result<OwnDisplay> start();
  ~OwnDisplay();
  OwnDisplay(OwnDisplay&& other) noexcept;
  OwnDisplay& operator=(OwnDisplay&&) = delete;

  /// What the toolkit reads from the environment: this display, the theme, `scale` pixels a point, and
  /// nothing of the author's own settings. Before the toolkit starts.
  void dress(const std::string& theme, unsigned scale) const;

 private:
  OwnDisplay(int process, std::string name) : process_(process), name_(std::move(name)) {}
  int process_;
  std::string name_;  // ":1"
};

}  // namespace tocsin
