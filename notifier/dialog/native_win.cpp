// native.h on Windows: Show() returns with the window on screen; names come from the static text before a
// control.
#include <wx/event.h>
#include <wx/settings.h>

#include <memory>
#include <utility>

#include "notifier/dialog/native.h"

namespace tocsin {

void on_mapped(wxTopLevelWindow& window, std::function<void()> then) {
  const auto shared = std::make_shared<std::function<void()>>(std::move(then));
  window.Bind(wxEVT_SHOW, [shared](wxShowEvent& event) {
    if (event.IsShown()) (*shared)();
    event.Skip();
  });
  window.Bind(wxEVT_ICONIZE, [shared](wxIconizeEvent& event) {
    if (!event.IsIconized()) (*shared)();
    event.Skip();
  });
}

void name_for_readers(wxWindow& window, const wxString& name) {
  window.SetName(name);
}

void make_prominent(wxButton& button) {
  button.SetFont(button.GetFont().Bold());
}

void look_like_a_link(wxButton& button) {
  button.SetForegroundColour(wxSystemSettings::GetColour(wxSYS_COLOUR_HOTLIGHT));
}

void blend_in(wxTextCtrl& text) {
  text.SetBackgroundColour(text.GetParent()->GetBackgroundColour());
}

void keep_scroll_bars(wxWindow& /*window*/) {}  // always so

void end_rows_in_dots(wxListBox& /*list*/) {}  // the native list has no such style

void pad_text(wxTextCtrl& text, int pixels) {
  text.SetMargins(pixels, pixels);
}

}  // namespace tocsin
