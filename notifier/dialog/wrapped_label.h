// A static text that is broken into lines for the width it has; a screen reader still gets one sentence.
// Layer: notifier/dialog.
#pragma once

#include <wx/stattext.h>

#include <functional>

namespace tocsin {

/// Breaks at blanks, and within a word (Japanese and Chinese have no blanks) where nothing else fits.
/// Shape: `width_of` measures one line; the result's lines are separated by line feeds.
[[nodiscard]] wxString wrapped(const wxString& text, int width,
                               const std::function<int(const wxString&)>& width_of);

class WrappedLabel : public wxStaticText {
 public:
  WrappedLabel(wxWindow* parent, const wxString& text, const wxFont& font);
  /// Whether its height changed.
  bool wrap_to(int width);

 private:
  wxString plain_;
};

}  // namespace tocsin
