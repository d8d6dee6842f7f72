// A text to be read, in a window of its own over the notice. Layer: notifier/dialog.
#pragma once

#include <string>

class wxWindow;

namespace tocsin {

/// `parent` null: a window on its own.
void show_text(wxWindow* parent, const std::string& title, const std::string& text);

/// Whether the text is on the clipboard now.
[[nodiscard]] bool copy_to_clipboard(const std::string& text);

}  // namespace tocsin
