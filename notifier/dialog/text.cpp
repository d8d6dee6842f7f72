#include "notifier/dialog/text.h"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dataobj.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include "notifier/dialog/native.h"
#include "notifier/present/strings.h"
#include "schema/core/text/text.h"

namespace tocsin::dialog {
namespace {

/// The number of characters from `from` that fit on one line; at least one. Measuring is slow and most texts
/// fit, so the whole text is tried first.
std::size_t line_length(const wxString& text, std::size_t from, int width,
                        const std::function<int(const wxString&)>& width_of) {
  std::size_t low = 1;
  std::size_t high = text.length() - from;
  if (width_of(text.substr(from)) <= width) return high;
  --high;
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (width_of(text.substr(from, middle)) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/// Whether lines of this script may break between any two characters.
bool breaks_anywhere(wxUniChar c) {
  const auto code = c.GetValue();
  return (code >= 0x2E80 && code <= 0xD7AF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFF00 && code <= 0xFFEF) || (code >= 0x20000 && code <= 0x3FFFF);
}

bool may_break_before(const wxString& text, std::size_t at) {
  static const wxString never_first =
      wxString::FromUTF8("、。，．・：；？！」』）】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ");
  if (text[at] == ' ') return true;
  return never_first.find(text[at]) == wxString::npos &&
         (breaks_anywhere(text[at]) || breaks_anywhere(text[at - 1]));
}

/// The last position up to `end` where a line may break; `end` if there is none.
std::size_t break_before(const wxString& text, std::size_t from, std::size_t end) {
  if (end >= text.length()) return text.length();
  for (std::size_t at = end; at > from; --at) {
    if (may_break_before(text, at)) return at;
  }
  return end;
}

wxTextCtrl* add_text(wxDialog& dialog, const std::string& title, const std::string& text) {
  auto* control = new wxTextCtrl(&dialog, wxID_ANY, to_wx(text), wxDefaultPosition, wxDefaultSize,
                                 wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP);
  control->SetMinSize(wxSize(control->GetCharWidth() * 64, control->GetCharHeight() * 14));
  pad_text(*control, dialog.FromDIP(10));
  keep_scroll_bars(*control);
  name_for_readers(*control, to_wx(title));
  return control;
}

wxSizer* add_buttons(wxDialog& dialog, const std::string& text) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  auto* copy = new wxButton(&dialog, wxID_ANY, to_wx(tr("&Copy text")));
  copy->Bind(wxEVT_BUTTON, [text](wxCommandEvent&) { static_cast<void>(copy_to_clipboard(text)); });
  auto* close = new wxButton(&dialog, wxID_CANCEL, to_wx(tr("C&lose")));  // Esc presses it
  row->Add(copy);
  row->AddStretchSpacer();
  row->Add(close);
  return row;
}

}  // namespace

wxString to_wx(std::string_view text) {
  if (!first_bad_utf8(text)) return wxString::FromUTF8(text.data(), text.size());
  const std::string repaired = sanitised(text, text.size());
  return wxString::FromUTF8(repaired.data(), repaired.size());
}

wxString wrapped(const wxString& text, int width, const std::function<int(const wxString&)>& width_of) {
  wxString out;
  std::size_t from = 0;
  while (from < text.length()) {
    const std::size_t end = break_before(text, from, from + line_length(text, from, width, width_of));
    if (!out.empty()) out += '\n';
    out += text.substr(from, end - from);
    from = end < text.length() && text[end] == ' ' ? end + 1 : end;
  }
  return out;
}

WrappedLabel::WrappedLabel(wxWindow* parent, const wxString& text, const wxFont& font) : plain_(text) {
  Create(parent, wxID_ANY, wxString());
  SetFont(font);
  SetLabelText(text);
  name_for_readers(*this, text);
}

bool WrappedLabel::wrap_to(int width) {
  if (width <= 0) return false;
  const wxString text =
      wrapped(plain_, width, [this](const wxString& line) { return GetTextExtent(line).x; });
  if (text == GetLabelText()) return false;
  SetLabelText(text);
  name_for_readers(*this, plain_);
  return true;
}

void show_text(wxWindow* parent, const std::string& title, const std::string& text) {
  wxDialog dialog(parent, wxID_ANY, to_wx(title), wxDefaultPosition, wxDefaultSize,
                  wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
  dialog.SetLayoutDirection(wxLayout_LeftToRight);
  const int gap = dialog.FromDIP(12);
  auto* column = new wxBoxSizer(wxVERTICAL);
  wxTextCtrl* control = add_text(dialog, title, text);
  column->Add(control, wxSizerFlags(1).Expand().Border(wxALL, gap));
  column->Add(add_buttons(dialog, text), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, gap));
  dialog.SetSizerAndFit(column);
  dialog.CentreOnParent();
  control->SetFocus();
  dialog.ShowModal();
}

bool copy_to_clipboard(const std::string& text) {
  if (!wxTheClipboard->Open()) return false;
  const bool copied = wxTheClipboard->SetData(new wxTextDataObject(to_wx(text)));
  wxTheClipboard->Flush();  // if the desktop can, it keeps the text after this program ends
  wxTheClipboard->Close();
  return copied;
}

}  // namespace tocsin::dialog
