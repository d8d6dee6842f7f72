// The severity's sign, drawn: circle, triangle, octagon, so that colour is never the only difference.
// Layer: notifier/dialog.
#pragma once

#include <wx/icon.h>
#include <wx/window.h>

#include "schema/core/truth.h"

class wxGraphicsContext;

namespace tocsin {

void draw_severity(wxGraphicsContext& canvas, Severity severity, double size);

/// For the window's frame and the task bar.
[[nodiscard]] wxIcon severity_icon(Severity severity, int size);

/// Decoration: the word stands beside it, so it takes no focus and has no name.
class SeverityIcon : public wxWindow {
 public:
  SeverityIcon(wxWindow* parent, Severity severity, int size);
  [[nodiscard]] bool AcceptsFocus() const override { return false; }
  [[nodiscard]] bool AcceptsFocusFromKeyboard() const override { return false; }
};

}  // namespace tocsin
