// Ignores decisions in the first moments of a window, so that keys and clicks that were meant for another
// window decide nothing. Layer: notifier/dialog. Includes no toolkit header.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace tocsin {

class ClickGuard {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kWait = std::chrono::milliseconds(1500);
  static constexpr auto kDoubleClick = std::chrono::milliseconds(600);
  using Now = std::function<Clock::time_point()>;

  /// `now` must not run backwards. Tests pass a clock that they move by hand.
  explicit ClickGuard(Now now = &Clock::now) : now_(std::move(now)) {}

  /// The window is on screen since now; each time it comes back (un-minimised), the wait begins anew.
  void mapped() { since_ = now_(); }
  /// Never before the window was mapped.
  [[nodiscard]] bool lets_through() const { return since_ && now_() - *since_ >= kWait; }

  /// A decision brings the next notice's buttons under the pointer: the second click of a double click is not
  /// for them.
  void decided() { decided_ = now_(); }
  [[nodiscard]] bool lets_click_through() const {
    return lets_through() && !(decided_ && now_() - *decided_ < kDoubleClick);
  }

 private:
  Now now_;
  std::optional<Clock::time_point> since_;
  std::optional<Clock::time_point> decided_;
};

}  // namespace tocsin
