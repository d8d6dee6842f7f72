// The notices in a terminal: the window's words and acts, asked for by a letter. Layer: notifier/control.
// Knows no terminal but two streams of text.
#pragma once

#include <functional>
#include <string>

#include "notifier/present/presenter.h"

namespace tocsin {

/// Line by line, so that a screen reader and a slow line follow. `read` gives the answer without its line
/// end, nothing at the end of input; `write` takes text as it is to stand there.
struct Terminal {
  std::function<bool(std::string&)> read;
  std::function<void(const std::string&)> write;
  bool is_plain = false;  // no rules between the notices
};

/// The notice as it is read: title, kind, date, body, link.
[[nodiscard]] std::string notice_text(const NoticeView& view, bool is_plain);

/// One after the other, until all are decided, the reader leaves, or the input ends. An act is durable before
/// it is said.
void show_in_terminal(Presenter& presenter, const Terminal& terminal);

/// Nobody to ask: prints all of them; decides and records nothing.
[[nodiscard]] std::string all_notices_text(const Presenter& presenter, bool is_plain);

}  // namespace tocsin
