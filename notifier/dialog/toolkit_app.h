// How the toolkit is started, for the window and for its pictures alike. Layer: notifier/dialog.
#pragma once

#include <wx/app.h>

#include <memory>

namespace tocsin {

/// Starts without what no window of ours needs.
class ToolkitApp : public wxApp {
 public:
  bool Initialize(int& count, wxChar** words) override;
  [[nodiscard]] wxLayoutDirection GetLayoutDirection() const override;
};

/// Runs the app until its main loop ends, under the brand's name. Once a process. Its OnInit is not called
/// when the display cannot be reached.
void run_app(std::unique_ptr<ToolkitApp> app);

}  // namespace tocsin
