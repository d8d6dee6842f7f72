// What the controls of a page ask of the window that holds it. Layer: notifier/dialog.
#pragma once

#include <cstddef>
#include <string>

#include "notifier/present/presenter.h"

namespace tocsin {

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
  /// Whether the mouse may decide anything yet.
  [[nodiscard]] virtual bool lets_click_through() const = 0;
};

}  // namespace tocsin
