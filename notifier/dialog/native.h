// What wx does not offer alike everywhere: its start, accessible names, the moment of mapping, the look of
// the main button. Layer: notifier/dialog. One source per toolkit.
#pragma once

#include <wx/button.h>
#include <wx/listbox.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include <functional>

namespace tocsin {

/// Runs `start`, which starts the toolkit, so that OpenGL is not loaded, unless the user has a setting for
/// that. The environment is afterwards what it was. Returns what `start` returns.
bool started_without_opengl(const std::function<bool()>& start);

/// Calls `then` each time the window has come on screen, not when it was asked to.
void on_mapped(wxTopLevelWindow& window, std::function<void()> then);

/// The name a screen reader says for the control.
void name_for_readers(wxWindow& window, const wxString& name);

/// Marks the button as the main one, without making it the default.
void make_prominent(wxButton& button);

/// Makes the button look like a link; it stays a button for keys and readers.
void look_like_a_link(wxButton& button);

/// No background of its own: text on the window.
void blend_in(wxTextCtrl& text);

/// Scroll bars that are there when there is more to see, not only while scrolling.
void keep_scroll_bars(wxWindow& window);

/// A row that is too long ends in dots; its accessible name stays whole.
void end_rows_in_dots(wxListBox& list);

/// Room between the text and its border.
void pad_text(wxTextCtrl& text, int pixels);

}  // namespace tocsin
