// What wx does not offer on every system in the same way: start without OpenGL, accessible names, the moment
// of mapping, the look of some controls.
#pragma once

#include <wx/button.h>
#include <wx/listbox.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include <functional>

namespace tocsin::dialog {

/// Runs `start`, which starts the toolkit, without loading OpenGL unless the user has a setting for it.
/// Restores the environment. Returns the result of `start`.
bool started_without_opengl(const std::function<bool()>& start);

/// Calls `then` each time the window has come on screen, not when Show() was called.
void on_mapped(wxTopLevelWindow& window, std::function<void()> then);

/// Sets the name that a screen reader speaks for the control.
void name_for_readers(wxWindow& window, const wxString& name);

/// Marks the button as the main one without making it the default button.
void make_prominent(wxButton& button);

/// Makes the button look like a link. For the keyboard and screen readers it stays a button.
void look_like_a_link(wxButton& button);

/// Gives the text the background of the window.
void blend_in(wxTextCtrl& text);

/// Shows scroll bars whenever there is more to see, not only during scrolling.
void keep_scroll_bars(wxWindow& window);

/// Ends rows that are too long with dots. Their accessible names stay complete.
void end_rows_in_dots(wxListBox& list);

/// Puts this many pixels between the text and its border.
void pad_text(wxTextCtrl& text, int pixels);

}  // namespace tocsin::dialog
