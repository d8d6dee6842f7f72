// See text_dialog.h.
#include "notifier/dialog/text_dialog.h"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dataobj.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "notifier/dialog/native.h"
#include "notifier/dialog/wx_text.h"
#include "notifier/present/strings.h"

namespace tocsin {
namespace {

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
  wxTheClipboard->Flush();  // so that it outlives this window where the desktop can keep it
  wxTheClipboard->Close();
  return copied;
}

}  // namespace tocsin
