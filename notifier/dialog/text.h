// Text in the toolkit: its conversion, labels that wrap, a window that shows a text, the clipboard.
#pragma once

#include <wx/stattext.h>

#include <functional>
#include <string>
#include <string_view>

namespace tocsin::dialog {

/// Converts UTF-8 to the toolkit's string. Every text goes through here: invalid bytes are replaced first,
/// because wxString::FromUTF8 would return an empty string.
[[nodiscard]] wxString to_wx(std::string_view text);

/// Breaks a text into lines at blanks. Within a word it breaks between CJK characters, which have no blanks,
/// and elsewhere only if the word is longer than a line.
///
/// Shape: `width_of` measures one line; the result's lines are separated by line feeds.
[[nodiscard]] wxString wrapped(const wxString& text, int width,
                               const std::function<int(const wxString&)>& width_of);

/// A static text that is broken into lines. Its accessible name stays the unbroken text.
class WrappedLabel : public wxStaticText {
 public:
  WrappedLabel(wxWindow* parent, const wxString& text, const wxFont& font);
  /// Returns whether the lines changed.
  bool wrap_to(int width);

 private:
  wxString plain_;
};

/// Shows a text in a modal window. Without a parent (null) it is centred on the screen.
void show_text(wxWindow* parent, const std::string& title, const std::string& text);

/// Returns whether the clipboard took the text.
[[nodiscard]] bool copy_to_clipboard(const std::string& text);

}  // namespace tocsin::dialog
