// The least a dialog of this toolkit is: a sentence and a button. The measure beside our window.
#include <wx/wx.h>

class BareApp : public wxApp {
 public:
  bool OnInit() override {
    auto* dialog = new wxDialog(nullptr, wxID_ANY, "Notice", wxDefaultPosition, wxDefaultSize,
                                wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(new wxStaticText(dialog, wxID_ANY, "Anti-Virus 9.5 retires on 31 January"), 1,
                wxEXPAND | wxALL, 12);
    column->Add(dialog->CreateButtonSizer(wxOK), 0, wxEXPAND | wxALL, 12);
    dialog->SetSizerAndFit(column);
    dialog->Show();
    return true;
  }
};

wxIMPLEMENT_APP(BareApp);
