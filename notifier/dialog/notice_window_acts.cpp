// What the window does when asked: every act ends in a sentence in the status line.
#include <wx/listbox.h>
#include <wx/scrolwin.h>
#include <wx/textctrl.h>

#include "notifier/dialog/notice_page.h"
#include "notifier/dialog/notice_window.h"
#include "notifier/dialog/text_dialog.h"
#include "notifier/dialog/wx_text.h"
#include "notifier/present/strings.h"

namespace tocsin {
namespace {

constexpr int kClosingMs = 1200;

}  // namespace

void NoticeWindow::select(std::size_t index) {
  selected_ = index;
  if (list_ != nullptr && list_->GetSelection() != static_cast<int>(index))
    list_->SetSelection(static_cast<int>(index));
  wxWindow* focus = FindFocus();
  const bool in_list = focus != nullptr && focus == list_;
  const bool turns = presenter_.notice(index).right_to_left != right_to_left_;
  right_to_left_ = presenter_.notice(index).right_to_left;
  Freeze();
  if (turns) {
    build();
  } else {
    show_page();
    root_->Layout();
    wrap_labels();
    root_->FitInside();
    root_->Layout();
  }
  Thaw();
  if (in_list && list_ != nullptr) {
    list_->SetFocus();
  } else {
    page_->focus_body();
  }
  record_displayed();
}

void NoticeWindow::after_mapping() {
  guard_.mapped();
  on_screen_ = true;
  CallAfter([this] { record_displayed(); });
}

/// Only what is really on screen counts as displayed.
void NoticeWindow::record_displayed() {
  if (!on_screen_) return;
  const std::string trouble = presenter_.displayed(selected_);
  if (!trouble.empty()) say(trouble);
}

void NoticeWindow::say(const std::string& sentence) {
  status_ = sentence;
  if (status_line_ != nullptr) status_line_->ChangeValue(to_wx(sentence));
}

void NoticeWindow::say_too_early() {
  say(std::string(tr("Not recorded: the window had only just opened. Please press again.")));
}

bool NoticeWindow::lets_click_through() const {
  return guard_.lets_click_through();
}

void NoticeWindow::acknowledge() {
  if (!guard_.lets_through()) return say_too_early();
  finish(presenter_.acknowledge(selected_));
}

void NoticeWindow::remind(RemindOption::Kind kind) {
  if (!guard_.lets_through()) return say_too_early();
  finish(presenter_.remind(selected_, kind));
}

void NoticeWindow::finish(const Done& done) {
  say(done.status);
  if (!done.recorded) return;
  guard_.decided();
  // Not from within the button's own handler: the page with the button goes.
  CallAfter([this] { after_decision(); });
}

void NoticeWindow::after_decision() {
  update_row(selected_);
  SetTitle(to_wx(presenter_.window_title()));
  if (const auto next = presenter_.next_undecided(selected_)) return select(*next);
  say(status_ + " " + std::string(tr("All notices are decided; this window closes.")));
  select(selected_);
  if (!closing_.IsRunning()) closing_.StartOnce(kClosingMs);  // further presses do not hold it open
}

void NoticeWindow::update_row(std::size_t index) {
  if (list_ != nullptr) list_->SetString(static_cast<unsigned>(index), to_wx(presenter_.row(index)));
}

void NoticeWindow::choose_language(std::size_t language) {
  presenter_.choose_language(selected_, language);
  CallAfter([this] {
    update_row(selected_);
    select(selected_);
    page_->focus_language();
  });
}

void NoticeWindow::open(const std::string& url) {
  if (url != presenter_.support_url() && !presenter_.may_open(url)) {
    return say(std::string(tr("This link is not on the signed list and was not opened.")));
  }
  const auto opened = open_link_(url);
  say(opened ? filled(tr("Opened: {url}"), {{"url", url}})
             : filled(tr("No program to open the link was found: {url}"), {{"url", url}}));
}

/// Not from within the press itself: pressed by a screen reader, the call would hold its bus until the text
/// is closed.
void NoticeWindow::show_later(std::string_view title, std::string (Presenter::*text)(std::size_t) const) {
  CallAfter(
      [this, title = std::string(title), text] { show_text(this, title, (presenter_.*text)(selected_)); });
}

void NoticeWindow::show_why() {
  show_later(tr("Why am I seeing this?"), &Presenter::why);
}

void NoticeWindow::show_what_is_sent() {
  show_later(tr("What is sent?"), &Presenter::what_is_sent);
}

void NoticeWindow::show_how_to_turn_off() {
  CallAfter(
      [this] { show_text(this, std::string(tr("How to turn this off")), presenter_.how_to_turn_off()); });
}

void NoticeWindow::copy() {
  const bool copied = copy_to_clipboard(presenter_.copy_text(selected_));
  say(std::string(copied ? tr("The notice is on the clipboard.") : tr("The clipboard could not be used.")));
}

void NoticeWindow::close() {
  Close();
}

}  // namespace tocsin
