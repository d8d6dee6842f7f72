// Starts the toolkit and runs it until the window is closed.
#pragma once

#include <wx/app.h>

#include <memory>

#include "notifier/dialog/notice_window.h"

namespace tocsin::dialog {

/// An application that starts without OpenGL and without wx's table of languages, which no window here needs.
/// `tocsin-preview` derives from it, too.
class ToolkitApp : public wxApp {
 public:
  bool Initialize(int& count, wxChar** words) override;
  [[nodiscard]] wxLayoutDirection GetLayoutDirection() const override;
};

/// Runs the application, under the brand's name, until its main loop ends. Call it once in a process. If the
/// display cannot be opened, OnInit is not called.
void run_app(std::unique_ptr<ToolkitApp> app);

/// Shows the notices. If none is due, shows the text about the withdrawn ones. Call it once in a process.
///
/// Errors: unavailable if no window can be shown (no display, no access to it).
[[nodiscard]] Result<void> show_notices(Presenter& presenter, OpenLink open_link,
                                        ClickGuard guard = ClickGuard());

}  // namespace tocsin::dialog
