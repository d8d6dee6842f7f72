// See toolkit_app.h.
#include "notifier/dialog/toolkit_app.h"

#include <wx/init.h>

#include <string>

#include "notifier/dialog/native.h"
#include "schema/core/brand.h"

namespace tocsin {

bool ToolkitApp::Initialize(int& count, wxChar** words) {
  return started_without_opengl([&] { return wxApp::Initialize(count, words); });
}

/// To find the locale's direction the toolkit would build its table of all languages. Each window of ours
/// sets its own.
wxLayoutDirection ToolkitApp::GetLayoutDirection() const {
  return wxLayout_LeftToRight;
}

/// The toolkit reads no arguments of ours.
void run_app(std::unique_ptr<ToolkitApp> app) {
  wxApp::SetInstance(app.release());
  std::string name(brand().unit);
  char* words[] = {name.data(), nullptr};
  int count = 1;
  wxEntry(count, words);
}

}  // namespace tocsin
