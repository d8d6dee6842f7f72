// `show`: the notices in a terminal, with the words and acts of the window. Works on two streams of text.
#pragma once

#include <functional>
#include <string>

#include "notifier/present/presenter.h"

namespace tocsin::control {

/// Text is written line by line, for screen readers and slow lines. `read` gets an answer without its line
/// end, and returns false at the end of input.
struct Terminal {
  std::function<bool(std::string&)> read;
  std::function<void(const std::string&)> write;
  bool is_plain = false;  // no rules between the notices
};

/// Title, kind, date, body, link.
[[nodiscard]] std::string notice_text(const NoticeView& view, bool is_plain);

/// Shows one after the other and asks, until all are decided, the reader quits or the input ends. An act is
/// durable before it is confirmed.
void show_in_terminal(Presenter& presenter, const Terminal& terminal);

/// All of them, for a pipe: nothing is decided or recorded.
[[nodiscard]] std::string all_notices_text(const Presenter& presenter, bool is_plain);

}  // namespace tocsin::control
