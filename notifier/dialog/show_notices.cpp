#include "notifier/dialog/show_notices.h"

#include <wx/init.h>
#include <wx/log.h>

#include <string>
#include <utility>

#include "notifier/dialog/native.h"
#include "schema/core/brand.h"
#include "schema/platform/log.h"

namespace tocsin::dialog {
namespace {

/// Sends the toolkit's messages to the log, not to message boxes over the notice.
class LogToOurs : public wxLog {
 protected:
  void DoLogText(const wxString& message) override {
    log_line(Event::note, Level::warning, std::string("toolkit: ") + std::string(message.utf8_str()));
  }
};

void report_assertion(const wxString& file, int line, const wxString& function, const wxString& condition,
                      const wxString& message) {
  const wxString text =
      wxString::Format("toolkit: %s:%d %s: %s %s", file, line, function, condition, message);
  log_line(Event::note, Level::error, std::string(text.utf8_str()));
}

class DialogApp : public ToolkitApp {
 public:
  DialogApp(Presenter& presenter, OpenLink open_link, ClickGuard guard, bool& shown)
      : presenter_(presenter), open_link_(std::move(open_link)), guard_(std::move(guard)), shown_(shown) {}

  bool OnInit() override {
    shown_ = true;
    if (presenter_.size() == 0) return tell_withdrawals();
    auto* window = new NoticeWindow(presenter_, std::move(open_link_), std::move(guard_));
    window->Show();
    return true;
  }

  bool OnExceptionInMainLoop() override {
    log_line(Event::note, Level::error, "dialog: an exception ended the window");
    return false;
  }

 private:
  /// Shows a text, because there is nothing to decide. Returning false ends the application.
  bool tell_withdrawals() {
    std::string text = presenter_.test_warning();
    if (!text.empty()) text += "\n\n";
    for (const auto& line : presenter_.withdrawn_lines()) text += line + "\n\n";
    text += presenter_.foot();
    show_text(nullptr, presenter_.window_title(), text);
    presenter_.withdrawals_shown();
    return false;
  }

  Presenter& presenter_;
  OpenLink open_link_;
  ClickGuard guard_;
  bool& shown_;
};

}  // namespace

bool ToolkitApp::Initialize(int& count, wxChar** words) {
  return started_without_opengl([&] { return wxApp::Initialize(count, words); });
}

/// Each window sets its own direction. The default would build wx's table of all languages.
wxLayoutDirection ToolkitApp::GetLayoutDirection() const {
  return wxLayout_LeftToRight;
}

/// The toolkit gets the program's name only, none of its arguments.
void run_app(std::unique_ptr<ToolkitApp> app) {
  wxApp::SetInstance(app.release());
  std::string name(brand().unit);
  char* words[] = {name.data(), nullptr};
  int count = 1;
  wxEntry(count, words);
}

Result<void> show_notices(Presenter& presenter, OpenLink open_link, ClickGuard guard) {
  bool shown = false;
  wxSetAssertHandler(report_assertion);
  // Set before the toolkit starts, so that a display that cannot be opened is reported in the log.
  delete wxLog::SetActiveTarget(new LogToOurs);
  run_app(std::make_unique<DialogApp>(presenter, std::move(open_link), std::move(guard), shown));
  if (!shown) return fail(Code::unavailable, "dialog.show", "no window can be shown here");
  return {};
}

}  // namespace tocsin::dialog
