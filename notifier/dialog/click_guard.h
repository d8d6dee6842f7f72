// Ignores decisions in the first moments of a window, so that keys and clicks meant for another window decide
// nothing. Includes no toolkit header.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace tocsin::dialog {

class ClickGuard {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kWait = std::chrono::milliseconds(1500);
  static constexpr auto kDoubleClick = std::chrono::milliseconds(600);
  using Now = std::function<Clock::time_point()>;

  /// `now` must not run backwards. Tests pass a manual clock.
  explicit ClickGuard(Now now = &Clock::now) : now_(std::move(now)) {}

  /// The window has just come on screen, for the first time or again (un-minimised). The wait starts again.
  void mapped() { since_ = now_(); }
  /// Whether a key or click may decide. False until the window has been on screen for kWait.
  [[nodiscard]] bool lets_through() const { return since_ && now_() - *since_ >= kWait; }

  /// A decision was made. The next notice's buttons are now under the pointer, so lets_click_through()
  /// ignores the second click of a double click.
  void decided() { decided_ = now_(); }
  [[nodiscard]] bool lets_click_through() const {
    return lets_through() && !(decided_ && now_() - *decided_ < kDoubleClick);
  }

 private:
  Now now_;
  std::optional<Clock::time_point> since_;
  std::optional<Clock::time_point> decided_;
};

}  // namespace tocsin::dialog
