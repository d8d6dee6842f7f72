// One notice: what is read, then the buttons. No button is the default, so that Return in the body decides
// nothing.
#include "notifier/dialog/notice_page.h"

#include <wx/arrstr.h>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dcclient.h>
#include <wx/sizer.h>
#include <wx/statline.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/wrapsizer.h>

#include <algorithm>

#include "notifier/dialog/native.h"
#include "notifier/dialog/severity_icon.h"
#include "notifier/present/strings.h"

namespace tocsin::dialog {
namespace {

constexpr int kIcon = 44;
constexpr int kGap = 12;
constexpr int kBodyLines = 5;
constexpr int kBodyLinesWanted = 18;
constexpr int kBodyPadding = 10;
constexpr int kBodyColumns = 48;
constexpr int kBetween = 8;
constexpr int kLinkPadding = 40;

/// "Critical · Security · Reference 119053"
std::string kind_line(const NoticeView& view) {
  std::string out = view.severity_word + "  \u00b7  " + view.category_word;
  if (!view.reference.empty()) out += "  \u00b7  " + view.reference;
  return out;
}

wxSizer* new_row() {
  return new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
}

wxSizerFlags in_row(const wxWindow& window) {
  return wxSizerFlags().CenterVertical().Border(wxRIGHT | wxBOTTOM, window.FromDIP(kBetween));
}

std::string_view remind_label(RemindOption::Kind kind) {
  return kind == RemindOption::Kind::tomorrow ? tr("Remind me &tomorrow") : tr("Remind me in a &week");
}

wxString link_caption(const std::string& label, const std::string& host) {
  return to_wx(filled(tr("{label} ({host})"), {{"label", label}, {"host", host}}));
}

/// Keeps two kinds of clicks from a button that decides: early ones, and the second one of a double click.
void guard(wxButton& button, const PageActs& acts) {
  button.Bind(wxEVT_LEFT_DCLICK, [](wxMouseEvent&) {});
  button.Bind(wxEVT_LEFT_DOWN, [&acts](wxMouseEvent& event) { event.Skip(acts.lets_click_through()); });
}

}  // namespace

NoticePage::NoticePage(wxWindow* parent, const NoticeView& view, const std::string& support_url,
                       const std::string& support_host, PageActs& acts)
    : wxPanel(parent), acts_(acts) {
  const int gap = FromDIP(kGap);
  auto* column = new wxBoxSizer(wxVERTICAL);
  column->Add(make_header(view), wxSizerFlags().Expand());
  column->AddSpacer(gap);
  make_body(view);
  column->Add(body_, wxSizerFlags(1).Expand());
  column->AddSpacer(gap);
  if (!view.remark.empty()) {
    column->Add(add_wrapped(view.remark, GetFont(), 0), wxSizerFlags().Expand());
    column->AddSpacer(gap);
  }
  column->Add(make_links(view, support_url, support_host), wxSizerFlags().Expand());
  column->AddSpacer(gap);
  column->Add(make_decisions(view), wxSizerFlags().Expand());
  column->Add(new wxStaticLine(this), wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, gap / 3));
  column->Add(make_questions(), wxSizerFlags().Expand());
  SetSizer(column);
}

wxSizer* NoticePage::make_header(const NoticeView& view) {
  const int icon = FromDIP(kIcon);
  const int gap = FromDIP(kGap);
  auto* sign = new SeverityIcon(this, view.severity, icon);
  wxSizer* facts = make_facts(view, icon + gap);
  // Created last: on every system the static text created just before the body becomes its label.
  auto* title = add_wrapped(view.title, GetFont().Scaled(1.4F).Bold(), icon + gap);
  auto* words = new wxBoxSizer(wxVERTICAL);
  words->Add(title, wxSizerFlags().Expand());
  words->AddSpacer(gap / 2);
  words->Add(facts, wxSizerFlags().Expand());
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(sign, wxSizerFlags().Top());
  row->AddSpacer(gap);
  row->Add(words, wxSizerFlags(1));
  return row;
}

/// Severity, category and date, beside the choice of language.
wxSizer* NoticePage::make_facts(const NoticeView& view, int indent) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  wxSizer* language = view.languages.size() > 1 ? make_language(view) : nullptr;
  if (language != nullptr) indent += language->CalcMin().x + FromDIP(kGap);
  auto* words = new wxBoxSizer(wxVERTICAL);
  words->Add(add_wrapped(kind_line(view), GetFont(), indent), wxSizerFlags().Expand());
  words->AddSpacer(FromDIP(kGap) / 3);
  words->Add(add_wrapped(view.act_by, view.has_act_by ? GetFont().Bold() : GetFont(), indent),
             wxSizerFlags().Expand());
  row->Add(words, wxSizerFlags(1).CenterVertical());
  if (language != nullptr) row->Add(language, wxSizerFlags().Bottom().Border(wxLEFT, FromDIP(kGap)));
  return row;
}

/// A plain native control: screen readers can read it, and no text of a notice becomes a link or markup in
/// it.
void NoticePage::make_body(const NoticeView& view) {
  body_ = new wxTextCtrl(this, wxID_ANY, to_wx(view.body), wxDefaultPosition, wxDefaultSize,
                         wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP);
  body_->SetMinSize(wxSize(body_->GetCharWidth() * kBodyColumns,
                           body_->GetCharHeight() * kBodyLines + 2 * FromDIP(kBodyPadding)));
  pad_text(*body_, FromDIP(kBodyPadding));
  keep_scroll_bars(*body_);
  name_for_readers(*body_, to_wx(view.title));
  body_->SetInsertionPoint(0);
}

WrappedLabel* NoticePage::add_wrapped(std::string_view text, const wxFont& font, int indent) {
  auto* label = new WrappedLabel(this, to_wx(text), font);
  labels_.push_back({label, indent});
  return label;
}

void NoticePage::focus_body() {
  body_->SetFocus();
}

void NoticePage::focus_language() {
  if (language_ != nullptr) language_->SetFocus();
}

bool NoticePage::wrap_to(int width) {
  bool changed = shorten_link(width);
  for (const auto& [label, indent] : labels_) changed = label->wrap_to(width - indent) || changed;
  return changed;
}

int NoticePage::body_wants(int width) const {
  const int room = width - 2 * FromDIP(kBodyPadding) - FromDIP(kGap);
  int lines = 1;
  for (const auto& paragraph : wxSplit(body_->GetValue(), '\n', '\0')) {
    lines += 1 + (room > 0 ? body_->GetTextExtent(paragraph).x / room : 0);
  }
  return (std::clamp(lines, kBodyLines, kBodyLinesWanted) - kBodyLines) * body_->GetCharHeight();
}

wxButton* NoticePage::add_button(wxSizer& row, const wxString& label, void (PageActs::*act)()) {
  auto* button = new wxButton(this, wxID_ANY, label);
  button->Bind(wxEVT_BUTTON, [this, act](wxCommandEvent&) { (acts_.*act)(); });
  row.Add(button, in_row(*this));
  return button;
}

wxButton* NoticePage::add_link(wxSizer& row, const wxString& label, const std::string& url) {
  auto* button = new wxButton(this, wxID_ANY, wxControl::EscapeMnemonics(label));
  button->SetToolTip(to_wx(url));
  look_like_a_link(*button);
  button->Bind(wxEVT_BUTTON, [this, url](wxCommandEvent&) { acts_.open(url); });
  row.Add(button, in_row(*this));
  return button;
}

/// Shortens the words of a link that is too wide, never its host, so that the reader sees where it leads.
bool NoticePage::shorten_link(int width) {
  if (link_.button == nullptr) return false;
  const wxString whole = link_caption(link_.label, link_.host);
  const int room = width - FromDIP(kLinkPadding);
  wxString caption = whole;
  if (link_.button->GetTextExtent(whole).x > room) {
    const wxClientDC dc(link_.button);
    const int for_words = room - link_.button->GetTextExtent(link_caption({}, link_.host)).x;
    const wxString words =
        wxControl::Ellipsize(to_wx(link_.label), dc, wxELLIPSIZE_END, for_words, wxELLIPSIZE_FLAGS_NONE);
    caption = link_caption(std::string(words.utf8_str()), link_.host);
  }
  if (wxControl::EscapeMnemonics(caption) == link_.button->GetLabel()) return false;
  link_.button->SetLabel(wxControl::EscapeMnemonics(caption));
  name_for_readers(*link_.button, whole);
  return true;
}

wxSizer* NoticePage::make_links(const NoticeView& view, const std::string& support_url,
                                const std::string& support_host) {
  wxSizer* row = new_row();
  if (!view.link_url.empty()) {
    link_ = {nullptr, view.link_label, view.link_host};
    link_.button = add_link(*row, link_caption(link_.label, link_.host), view.link_url);
  }
  if (!support_url.empty()) {
    add_link(*row, to_wx(filled(tr("Support ({host})"), {{"host", support_host}})), support_url);
  }
  return row;
}

wxSizer* NoticePage::make_language(const NoticeView& view) {
  wxArrayString names;
  for (const auto& name : view.languages) names.Add(to_wx(name));
  auto* label = new wxStaticText(this, wxID_ANY, to_wx(tr("Lan&guage:")));
  auto* choice = new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, names);
  choice->SetSelection(static_cast<int>(view.language));
  name_for_readers(*choice, to_wx(tr("Language of this notice")));
  choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
    if (event.GetSelection() >= 0) acts_.choose_language(static_cast<std::size_t>(event.GetSelection()));
  });
  language_ = choice;
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(label, wxSizerFlags().CenterVertical().Border(wxRIGHT, FromDIP(kBetween)));
  row->Add(choice, wxSizerFlags().CenterVertical());
  return row;
}

wxSizer* NoticePage::make_decisions(const NoticeView& view) {
  wxSizer* row = new_row();
  auto* acknowledge = add_button(*row, to_wx(tr("&Acknowledge")), &PageActs::acknowledge);
  acknowledge->Enable(view.state != NoticeState::acknowledged);
  make_prominent(*acknowledge);
  guard(*acknowledge, acts_);
  for (const auto& option : view.reminders) {
    auto* remind = new wxButton(this, wxID_ANY, to_wx(remind_label(option.kind)));
    remind->Bind(wxEVT_BUTTON, [this, kind = option.kind](wxCommandEvent&) { acts_.remind(kind); });
    guard(*remind, acts_);
    row->Add(remind, in_row(*this));
  }
  add_button(*row, to_wx(tr("C&lose")), &PageActs::close);
  return row;
}

wxSizer* NoticePage::make_questions() {
  wxSizer* row = new_row();
  add_button(*row, to_wx(tr("Wh&y am I seeing this?")), &PageActs::show_why);
  add_button(*row, to_wx(tr("What is &sent?")), &PageActs::show_what_is_sent);
  add_button(*row, to_wx(tr("&Copy text")), &PageActs::copy);
  add_button(*row, to_wx(tr("How to turn this o&ff")), &PageActs::show_how_to_turn_off);
  return row;
}

}  // namespace tocsin::dialog
