// One notice as it is read, with the buttons that act on it. Built anew for each notice and language: it
// never changes. Layer: notifier/dialog.
#pragma once

#include <wx/panel.h>

#include <string>
#include <vector>

#include "notifier/dialog/page_acts.h"
#include "notifier/dialog/wrapped_label.h"

class wxButton;
class wxSizer;
class wxTextCtrl;

namespace tocsin {

class NoticePage : public wxPanel {
 public:
  /// `acts` outlives the page. `support_host` empty: no support link.
  NoticePage(wxWindow* parent, const NoticeView& view, const std::string& support_url,
             const std::string& support_host, PageActs& acts);

  void focus_body();
  void focus_language();
  /// Breaks the page's labels for a width; whether any height changed.
  bool wrap_to(int width);
  /// Pixels by which the body would have to be higher than it must be to show all of its text, within reason.
  [[nodiscard]] int body_wants(int width) const;

 private:
  wxSizer* make_header(const NoticeView& view);
  wxSizer* make_facts(const NoticeView& view, int indent);
  void make_body(const NoticeView& view);
  wxSizer* make_links(const NoticeView& view, const std::string& support_url,
                      const std::string& support_host);
  wxSizer* make_language(const NoticeView& view);
  wxSizer* make_decisions(const NoticeView& view);
  wxSizer* make_questions();
  wxButton* add_button(wxSizer& row, const wxString& label, void (PageActs::*act)());
  wxButton* add_link(wxSizer& row, const wxString& label, const std::string& url);
  bool shorten_link(int width);
  WrappedLabel* add_wrapped(std::string_view text, const wxFont& font, int indent);

  PageActs& acts_;
  wxTextCtrl* body_ = nullptr;
  wxWindow* language_ = nullptr;
  struct Wrapped {
    WrappedLabel* label;
    int indent;  // pixels of the width that are not its
  };
  std::vector<Wrapped> labels_;
  struct NamedLink {
    wxButton* button = nullptr;  // null: the notice has none
    std::string label, host;
  };
  NamedLink link_;
};

}  // namespace tocsin
