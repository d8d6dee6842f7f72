// The sign of a severity: circle, triangle or octagon, so that colour is not the only difference.
#pragma once

#include <wx/icon.h>
#include <wx/window.h>

#include "schema/core/truth.h"

namespace tocsin::dialog {

/// The icon of the window and of its entry in the task bar.
[[nodiscard]] wxIcon severity_icon(Severity severity, int size);

/// Decoration beside the word for the severity, therefore without focus and accessible name.
class SeverityIcon : public wxWindow {
 public:
  SeverityIcon(wxWindow* parent, Severity severity, int size);
  [[nodiscard]] bool AcceptsFocus() const override { return false; }
  [[nodiscard]] bool AcceptsFocusFromKeyboard() const override { return false; }
};

}  // namespace tocsin::dialog
