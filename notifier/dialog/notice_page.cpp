// See notice_page.h. What is read; the buttons are in notice_page_buttons.cpp.
#include "notifier/dialog/notice_page.h"

#include <wx/arrstr.h>
#include <wx/sizer.h>
#include <wx/statline.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "notifier/dialog/native.h"
#include "notifier/dialog/severity_icon.h"
#include "notifier/dialog/wx_text.h"

namespace tocsin {
namespace {

constexpr int kIcon = 44;
constexpr int kGap = 12;
constexpr int kBodyLines = 5;
constexpr int kBodyLinesWanted = 18;
constexpr int kBodyPadding = 10;
constexpr int kBodyColumns = 48;

/// "Critical · Security · Reference 119053"
std::string kind_line(const NoticeView& view) {
  std::string out = view.severity_word + "  \u00b7  " + view.category_word;
  if (!view.reference.empty()) out += "  \u00b7  " + view.reference;
  return out;
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
  // Created last: the static text before the body names it on every system.
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

/// What it is and until when, beside the choice of language.
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

/// Plain and native: what a screen reader reads, and what nothing in a notice can turn into a link or markup.
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

}  // namespace tocsin
