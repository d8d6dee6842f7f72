// The buttons of a page. None is the default: Return in the body decides nothing.
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dcclient.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/wrapsizer.h>

#include "notifier/dialog/native.h"
#include "notifier/dialog/notice_page.h"
#include "notifier/dialog/wx_text.h"
#include "notifier/present/strings.h"

namespace tocsin {
namespace {

constexpr int kBetween = 8;
constexpr int kLinkPadding = 40;

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

/// A click in the first moments, or the second one of a double click, never reaches a button that decides.
void guard(wxButton& button, const PageActs& acts) {
  button.Bind(wxEVT_LEFT_DCLICK, [](wxMouseEvent&) {});
  button.Bind(wxEVT_LEFT_DOWN, [&acts](wxMouseEvent& event) { event.Skip(acts.lets_click_through()); });
}

}  // namespace

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

/// What does not fit is cut off the words, never off the host: a reader sees where it leads.
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

}  // namespace tocsin
