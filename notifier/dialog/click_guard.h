// Keeps a window that has just come up under the reader's hands from taking keys meant for something else as
// a decision. Layer: notifier/dialog. Knows no toolkit.
#pragma once

#include <chrono>
#include <optional>

namespace tocsin {

class ClickGuard {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kWait = std::chrono::milliseconds(1500);

  /// The window is on screen since now; each time it comes back (un-minimised), the wait begins anew.
  void mapped(Clock::time_point now) { since_ = now; }
  /// Never before the window was mapped.
  [[nodiscard]] bool lets_through(Clock::time_point now) const { return since_ && now - *since_ >= kWait; }

 private:
  std::optional<Clock::time_point> since_;
};

}  // namespace tocsin
