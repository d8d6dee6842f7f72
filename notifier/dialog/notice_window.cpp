// How the window is put together, then what its controls do. Every act ends with a sentence in the status
// line.
#include "notifier/dialog/notice_window.h"

#include <wx/display.h>
#include <wx/listbox.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <algorithm>
#include <utility>

#include "notifier/dialog/native.h"
#include "notifier/dialog/severity_icon.h"
#include "notifier/present/strings.h"

namespace tocsin::dialog {
namespace {

constexpr int kMargin = 18;
constexpr int kWindowGap = 12;
constexpr int kListRows = 5;
constexpr int kClosingMs = 1200;

}  // namespace

NoticeWindow::NoticeWindow(Presenter& presenter, OpenLink open_link, ClickGuard guard)
    : wxFrame(nullptr, wxID_ANY, to_wx(presenter.window_title())),
      presenter_(presenter),
      open_link_(std::move(open_link)),
      guard_(std::move(guard)),
      status_(tr("Nothing is decided yet. A notice that you do not acknowledge comes back.")),
      closing_(this) {
  right_to_left_ = presenter_.notice(0).right_to_left;
  build();
  set_first_size();
  SetIcon(severity_icon(presenter_.notice(0).severity, FromDIP(48)));
  Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
    if (event.GetKeyCode() == WXK_ESCAPE) return close();
    event.Skip();
  });
  Bind(wxEVT_TIMER, [this](wxTimerEvent&) { Close(); });
  on_mapped(*this, [this] { after_mapping(); });
}

/// Fits the window to its text, within the screen. If the screen is too small, the window scrolls.
void NoticeWindow::set_first_size() {
  const wxRect screen = wxDisplay(this).GetClientArea();
  SetMinSize(wxSize(std::min(FromDIP(420), screen.width), std::min(FromDIP(360), screen.height)));
  const int width = std::min(std::max(FromDIP(720), GetCharWidth() * 90), screen.width * 9 / 10);
  const int most = screen.height * 9 / 10;
  SetClientSize(width, most);  // rows of buttons know their height only once they have been laid out
  Layout();
  wrap_labels();
  const int wanted = root_->GetSizer()->GetMinSize().y + page_->body_wants(width - 2 * FromDIP(kMargin));
  const int spare = 2 * GetCharHeight();  // for the body: one missing pixel would bring up a scroll bar
  SetClientSize(width, std::clamp(wanted + spare, std::min(FromDIP(360), most), most));
  CentreOnScreen();
}

/// Children inherit the direction of text when they are created, so a change of direction creates them again.
void NoticeWindow::build() {
  const auto direction = right_to_left_ ? wxLayout_RightToLeft : wxLayout_LeftToRight;
  SetLayoutDirection(direction);
  labels_.clear();
  page_ = nullptr;
  list_ = nullptr;
  if (root_ != nullptr) root_->Destroy();
  root_ = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
  root_->SetLayoutDirection(direction);
  keep_scroll_bars(*root_);
  auto* margin = new wxBoxSizer(wxVERTICAL);
  auto* column = new wxBoxSizer(wxVERTICAL);
  build_root(*column);
  margin->Add(column, wxSizerFlags(1).Expand().Border(wxALL, FromDIP(kMargin)));
  root_->SetSizer(margin);
  root_->SetScrollRate(0, GetCharHeight());
  root_->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    wrap_labels();
    event.Skip();
  });
  auto* whole = new wxBoxSizer(wxVERTICAL);
  whole->Add(root_, wxSizerFlags(1).Expand());
  SetSizer(whole);
  Layout();
  wrap_labels();
  page_->focus_body();
}

void NoticeWindow::build_root(wxSizer& column) {
  add_test_warning(column);
  for (const auto& line : presenter_.withdrawn_lines()) add_line(column, line, GetFont().Bold());
  if (presenter_.size() > 1) add_list(column);
  page_place_ = new wxBoxSizer(wxVERTICAL);
  column.Add(page_place_, wxSizerFlags(1).Expand());
  show_page();
  column.AddSpacer(FromDIP(kWindowGap) / 2);
  add_status(column);
  add_line(column, presenter_.foot(), GetFont().Smaller());
}

void NoticeWindow::add_list(wxSizer& column) {
  wxArrayString rows;
  for (std::size_t k = 0; k < presenter_.size(); ++k) rows.Add(to_wx(presenter_.row(k)));
  auto* label = new wxStaticText(root_, wxID_ANY, to_wx(tr("&Notices")));
  list_ = new wxListBox(root_, wxID_ANY, wxDefaultPosition, wxDefaultSize, rows, wxLB_SINGLE);
  list_->SetSelection(static_cast<int>(selected_));
  name_for_readers(*list_, to_wx(tr("Notices")));
  end_rows_in_dots(*list_);
  keep_scroll_bars(*list_);
  const int shown = std::clamp(static_cast<int>(presenter_.size()), 2, kListRows);
  list_->SetMinSize(wxSize(FromDIP(200), shown * (GetCharHeight() + FromDIP(6)) + FromDIP(6)));
  list_->Bind(wxEVT_LISTBOX, [this](wxCommandEvent& event) {
    const int row = event.GetSelection();
    // Deferred out of the list's handler, because a change of direction destroys the list.
    if (row >= 0) CallAfter([this, row] { select(static_cast<std::size_t>(row)); });
  });
  column.Add(label, wxSizerFlags().Border(wxBOTTOM, FromDIP(4)));
  column.Add(list_, wxSizerFlags().Expand());
  column.AddSpacer(FromDIP(kWindowGap) / 2);
  add_line(column, presenter_.more_line(), GetFont());
  column.AddSpacer(FromDIP(kWindowGap) / 2);
}

void NoticeWindow::add_line(wxSizer& column, const std::string& text, const wxFont& font) {
  if (text.empty()) return;
  auto* label = new WrappedLabel(root_, to_wx(text), font);
  labels_.push_back(label);
  column.Add(label, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(kWindowGap) / 2));
}

/// Fixed colours in light and dark themes, so that nobody takes this build for a real one.
void NoticeWindow::add_test_warning(wxSizer& column) {
  const std::string warning = presenter_.test_warning();
  if (warning.empty()) return;
  auto* strip = new wxWindow(root_, wxID_ANY);
  strip->SetCanFocus(false);
  strip->SetBackgroundColour(wxColour(255, 213, 79));
  auto* label = new WrappedLabel(strip, to_wx(warning), GetFont().Bold());
  label->SetForegroundColour(*wxBLACK);
  labels_.push_back(label);
  auto* inside = new wxBoxSizer(wxVERTICAL);
  inside->Add(label, wxSizerFlags().Expand().Border(wxALL, FromDIP(6)));
  strip->SetSizer(inside);
  column.Add(strip, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(kWindowGap)));
}

void NoticeWindow::add_status(wxSizer& column) {
  status_line_ =
      new wxTextCtrl(root_, wxID_ANY, to_wx(status_), wxDefaultPosition, wxDefaultSize,
                     wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP | wxTE_NO_VSCROLL | wxBORDER_NONE);
  blend_in(*status_line_);
  status_line_->SetMinSize(wxSize(FromDIP(200), GetCharHeight() * 2 + FromDIP(4)));
  name_for_readers(*status_line_, to_wx(tr("Status")));
  column.Add(status_line_, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(kWindowGap) / 2));
}

void NoticeWindow::show_page() {
  if (page_ != nullptr) page_->Destroy();
  page_place_->Clear();
  page_ = new NoticePage(root_, presenter_.notice(selected_), presenter_.support_url(),
                         presenter_.support_host(), *this);
  page_place_->Add(page_, wxSizerFlags(1).Expand());
  if (list_ != nullptr) page_->MoveAfterInTabOrder(list_);
}

void NoticeWindow::wrap_labels() {
  if (page_ == nullptr || root_ == nullptr) return;
  const int width = root_->GetClientSize().x - 2 * FromDIP(kMargin);
  bool changed = page_->wrap_to(width);
  for (auto* label : labels_) {
    const int less = label->GetParent() == root_ ? 0 : 2 * FromDIP(6);
    changed = label->wrap_to(width - less) || changed;
  }
  if (changed && root_->GetSizer() != nullptr) root_->FitInside();
}

/// Shows a notice on the page, and records that it was displayed.
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

/// A notice counts as displayed only when the window is on screen.
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
  // Deferred out of the button's handler, because the page with the button is destroyed.
  CallAfter([this] { after_decision(); });
}

void NoticeWindow::after_decision() {
  update_row(selected_);
  SetTitle(to_wx(presenter_.window_title()));
  if (const auto next = presenter_.next_undecided(selected_)) return select(*next);
  say(status_ + " " + std::string(tr("All notices are decided; this window closes.")));
  select(selected_);
  if (!closing_.IsRunning()) closing_.StartOnce(kClosingMs);  // further presses do not delay it
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

/// Deferred: a screen reader presses a button by a call over the accessibility bus, which would wait until
/// the text is closed.
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

}  // namespace tocsin::dialog
