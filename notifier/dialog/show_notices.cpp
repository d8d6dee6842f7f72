// See show_notices.h.
#include "notifier/dialog/show_notices.h"

#include <wx/log.h>

#include <memory>
#include <string>
#include <utility>

#include "notifier/dialog/text_dialog.h"
#include "notifier/dialog/toolkit_app.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

/// The toolkit's own complaints belong in the log, not in message boxes over the notice.
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
  /// There is nothing to decide, so a text is all; the toolkit has no more to do then.
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

Result<void> show_notices(Presenter& presenter, OpenLink open_link, ClickGuard guard) {
  bool shown = false;
  wxSetAssertHandler(report_assertion);
  // Before the toolkit starts: a display that cannot be reached is to be said in the log, not in a window.
  delete wxLog::SetActiveTarget(new LogToOurs);
  run_app(std::make_unique<DialogApp>(presenter, std::move(open_link), std::move(guard), shown));
  if (!shown) return fail(Code::unavailable, "dialog.show", "no window can be shown here");
  return {};
}

}  // namespace tocsin
