// One notice with its buttons. A page does not change: the window builds a new one for each notice and
// language.
#pragma once

#include <wx/panel.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/dialog/text.h"
#include "notifier/present/presenter.h"

class wxButton;
class wxSizer;
class wxTextCtrl;

namespace tocsin::dialog {

/// What the controls of a page ask the window to do.
class PageActs {
 public:
  virtual ~PageActs() = default;
  virtual void acknowledge() = 0;
  virtual void remind(RemindOption::Kind kind) = 0;
  virtual void open(const std::string& url) = 0;
  virtual void choose_language(std::size_t language) = 0;
  virtual void show_why() = 0;
  virtual void show_what_is_sent() = 0;
  virtual void show_how_to_turn_off() = 0;
  virtual void copy() = 0;
  virtual void close() = 0;
  /// Whether a mouse click may already decide something.
  [[nodiscard]] virtual bool lets_click_through() const = 0;
};

class NoticePage : public wxPanel {
 public:
  /// `acts` must outlive the page. An empty `support_url` means no support link.
  NoticePage(wxWindow* parent, const NoticeView& view, const std::string& support_url,
             const std::string& support_host, PageActs& acts);

  void focus_body();
  void focus_language();
  /// Breaks the labels for this width. Returns whether any of them changed.
  bool wrap_to(int width);
  /// Pixels to add to the body's least height so that it shows all of its text, up to 18 lines.
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
    int indent;  // pixels of the page's width that other controls take
  };
  std::vector<Wrapped> labels_;
  struct NamedLink {
    wxButton* button = nullptr;  // null if the notice has none
    std::string label, host;
  };
  NamedLink link_;
};

}  // namespace tocsin::dialog
