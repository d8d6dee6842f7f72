// The window for all due notices. Its texts and the recording of acts are the presenter's.
#pragma once

#include <wx/frame.h>
#include <wx/timer.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/dialog/click_guard.h"
#include "notifier/dialog/notice_page.h"
#include "notifier/dialog/text.h"
#include "notifier/present/presenter.h"

class wxListBox;
class wxScrolledWindow;
class wxSizer;
class wxTextCtrl;

namespace tocsin::dialog {

using OpenLink = std::function<Result<void>(const std::string& url)>;

class NoticeWindow : public wxFrame, private PageActs {
 public:
  /// `presenter` must outlive the window.
  NoticeWindow(Presenter& presenter, OpenLink open_link, ClickGuard guard = ClickGuard());

 private:
  void set_first_size();
  void build();
  void build_root(wxSizer& column);
  void add_list(wxSizer& column);
  void add_line(wxSizer& column, const std::string& text, const wxFont& font);
  void add_test_warning(wxSizer& column);
  void add_status(wxSizer& column);
  void show_page();
  void select(std::size_t index);
  void wrap_labels();
  void say(const std::string& sentence);
  void say_too_early();
  void show_later(std::string_view title, std::string (Presenter::*text)(std::size_t) const);
  void after_mapping();
  void record_displayed();
  void finish(const Done& done);
  void after_decision();
  void update_row(std::size_t index);

  void acknowledge() override;
  void remind(RemindOption::Kind kind) override;
  void open(const std::string& url) override;
  void choose_language(std::size_t language) override;
  void show_why() override;
  void show_what_is_sent() override;
  void show_how_to_turn_off() override;
  void copy() override;
  void close() override;
  [[nodiscard]] bool lets_click_through() const override;

  Presenter& presenter_;
  OpenLink open_link_;
  ClickGuard guard_;
  std::size_t selected_ = 0;
  bool on_screen_ = false;
  bool right_to_left_ = false;
  std::string status_;
  wxTimer closing_;
  wxScrolledWindow* root_ = nullptr;
  NoticePage* page_ = nullptr;
  wxSizer* page_place_ = nullptr;
  wxListBox* list_ = nullptr;
  wxTextCtrl* status_line_ = nullptr;
  std::vector<WrappedLabel*> labels_;
};

}  // namespace tocsin::dialog
