// A dialog of this toolkit with as many controls of each kind as our window has for the sample: seven labels,
// a list of four rows, a choice, two text views, eight buttons, a picture, a line, three panels. Nothing but
// the toolkit's own sizers, fonts and texts: what it takes is what these controls take.
#include <wx/statline.h>
#include <wx/wx.h>

#include <initializer_list>

namespace {

constexpr int kGap = 8;

constexpr const char* kBody =
    "A fault lets anyone who can reach the console's port sign in as an administrator. It is being "
    "exploited.\n\n"
    "\u2022 Install 5.2.4. The installation takes about five minutes.\n"
    "\u2022 If you cannot do so today, allow port 8443 from your administrators' computers only.\n"
    "\u2022 Then look through the sign-in log for accounts and addresses that you do not know.";

class Column {
 public:
  explicit Column(wxWindow* parent) : parent_(parent) { parent->SetSizer(sizer_); }

  void add(wxWindow* control, int share = 0) { sizer_->Add(control, share, wxEXPAND | wxBOTTOM, kGap); }

  void add_label(const char* text, const wxFont& font) {
    auto* label = new wxStaticText(parent_, wxID_ANY, wxString::FromUTF8(text));
    label->SetFont(font);
    add(label);
  }

  void add_row(std::initializer_list<wxWindow*> controls) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (wxWindow* control : controls) row->Add(control, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, kGap);
    sizer_->Add(row, 0, wxEXPAND | wxBOTTOM, kGap);
  }

  wxButton* button(const wxString& text) { return new wxButton(parent_, wxID_ANY, text); }

  wxTextCtrl* text(const char* words, long more = 0) {
    constexpr long kRead = wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP;
    return new wxTextCtrl(parent_, wxID_ANY, wxString::FromUTF8(words), wxDefaultPosition, wxDefaultSize,
                          kRead | more);
  }

 private:
  wxWindow* parent_;
  wxBoxSizer* sizer_ = new wxBoxSizer(wxVERTICAL);
};

void fill_strip(wxWindow* strip) {
  strip->SetBackgroundColour(wxColour(255, 213, 79));
  Column(strip).add_label("TEST KEYS: anyone can sign notices for this build.", strip->GetFont().Bold());
}

void fill_page(wxWindow* page) {
  Column column(page);
  wxImage sign(44, 44);
  sign.SetRGB(wxRect(sign.GetSize()), 192, 28, 40);
  column.add(new wxStaticBitmap(page, wxID_ANY, wxBitmap(sign)));
  column.add_label("Install Enterprise Console 5.2.4 now: sign-in can be bypassed",
                   page->GetFont().Scaled(1.4F).Bold());
  column.add_label("Critical  \u00b7  Security  \u00b7  Reference ESA-2026-014", page->GetFont());
  column.add_label("Act by 1 September 2028", page->GetFont().Bold());
  const wxString languages[] = {"English", "Deutsch", wxString::FromUTF8("\u65e5\u672c\u8a9e")};
  auto* language = new wxChoice(page, wxID_ANY, wxDefaultPosition, wxDefaultSize, 3, languages);
  language->SetSelection(0);
  column.add_row({new wxStaticText(page, wxID_ANY, "Lan&guage:"), language});
  column.add(column.text(kBody), 1);
  column.add_row({column.button("Security advisory ESA-2026-014 (support.example.com)"),
                  column.button("Support (support.example.com)")});
  column.add_row({column.button("&Acknowledge"), column.button("C&lose")});
  column.add(new wxStaticLine(page));
  column.add_row({column.button("Wh&y am I seeing this?"), column.button("What is &sent?"),
                  column.button("&Copy text"), column.button("How to turn this o&ff")});
}

void fill_root(wxWindow* root) {
  Column column(root);
  auto* strip = new wxPanel(root);
  fill_strip(strip);
  column.add(strip);
  column.add_label("&Notices", root->GetFont());
  const wxString rows[] = {"critical, 1 of 4, not yet acknowledged: Install Enterprise Console 5.2.4 now",
                           "warning, 2 of 4, not yet acknowledged: Anti-Virus 9.5 retires on 31 January 2027",
                           "information, 3 of 4, not yet acknowledged: Our update servers get new addresses",
                           "information, 4 of 4, not yet acknowledged: Back up the console's database"};
  column.add(new wxListBox(root, wxID_ANY, wxDefaultPosition, wxDefaultSize, 4, rows));
  auto* page = new wxPanel(root);
  fill_page(page);
  column.add(page, 1);
  column.add(column.text("Nothing is decided yet.", wxTE_NO_VSCROLL | wxBORDER_NONE));
  column.add_label("Signed by Example (key f26cb6e9), serial 1.1, issued 30 November 2026",
                   root->GetFont().Smaller());
}

}  // namespace

class SameControlsApp : public wxApp {
 public:
  bool OnInit() override {
    auto* frame = new wxFrame(nullptr, wxID_ANY, "Example Console: 1 critical, 3 others");
    auto* root =
        new wxScrolledWindow(frame, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    fill_root(root);
    root->SetScrollRate(0, frame->GetCharHeight());
    frame->SetClientSize(720, 750);
    frame->CentreOnScreen();
    frame->Show();
    return true;
  }
};

wxIMPLEMENT_APP(SameControlsApp);
