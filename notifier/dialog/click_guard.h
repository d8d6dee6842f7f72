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
  static constexpr auto kDoubleClick = std::chrono::milliseconds(600);

  /// The window is on screen since now; each time it comes back (un-minimised), the wait begins anew.
  void mapped(Clock::time_point now) { since_ = now; }
  /// Never before the window was mapped.
  [[nodiscard]] bool lets_through(Clock::time_point now) const { return since_ && now - *since_ >= kWait; }

  /// A decision brings the next notice's buttons under the pointer: the second click of a double click is not
  /// for them.
  void decided(Clock::time_point now) { decided_ = now; }
  [[nodiscard]] bool lets_click_through(Clock::time_point now) const {
    return lets_through(now) && !(decided_ && now - *decided_ < kDoubleClick);
  }

 private:
  std::optional<Clock::time_point> since_;
  std::optional<Clock::time_point> decided_;
};

}  // namespace tocsin
