// See notice_window.h. How the window is put together; what its controls do is in notice_window_acts.cpp.
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
#include "notifier/dialog/notice_page.h"
#include "notifier/dialog/severity_icon.h"
#include "notifier/dialog/wx_text.h"
#include "notifier/present/strings.h"

namespace tocsin {
namespace {

constexpr int kMargin = 18;
constexpr int kWindowGap = 12;
constexpr int kListRows = 5;

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

/// By the size of the reader's text, within the screen; where that is too small, the window scrolls.
void NoticeWindow::set_first_size() {
  const wxRect screen = wxDisplay(this).GetClientArea();
  SetMinSize(wxSize(std::min(FromDIP(420), screen.width), std::min(FromDIP(360), screen.height)));
  const int width = std::min(std::max(FromDIP(720), GetCharWidth() * 90), screen.width * 9 / 10);
  const int most = screen.height * 9 / 10;
  SetClientSize(width, most);  // rows of buttons know their height only once they have been laid out
  Layout();
  wrap_labels();
  const int wanted = root_->GetSizer()->GetMinSize().y + page_->body_wants(width - 2 * FromDIP(kMargin));
  const int spare =
      2 * GetCharHeight();  // the body takes it; without it a bar could come up over a single pixel
  SetClientSize(width, std::clamp(wanted + spare, std::min(FromDIP(360), most), most));
  CentreOnScreen();
}

/// Direction is inherited by children as they are made, so a change of it makes them anew.
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
    // Not from within the list's own handler: a change of direction makes the list anew.
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

/// Its own colours in light and dark alike: this build must not pass for a real one.
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

}  // namespace tocsin
