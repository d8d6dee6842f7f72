// See wrapped_label.h.
#include "notifier/dialog/wrapped_label.h"

#include "notifier/dialog/native.h"

namespace tocsin {
namespace {

/// How many characters from `from` stand on one line; at least one.
std::size_t line_length(const wxString& text, std::size_t from, int width,
                        const std::function<int(const wxString&)>& width_of) {
  std::size_t low = 1;
  std::size_t high = text.length() - from;
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

}  // namespace

wxString wrapped(const wxString& text, int width, const std::function<int(const wxString&)>& width_of) {
  wxString out;
  std::size_t from = 0;
  while (from < text.length()) {
    std::size_t count = line_length(text, from, width, width_of);
    std::size_t next = from + count;
    if (next < text.length() && text[next] != ' ') {
      const std::size_t blank = text.rfind(' ', next);
      if (blank != wxString::npos && blank > from) next = blank, count = blank - from;
    }
    if (!out.empty()) out += '\n';
    out += text.substr(from, count);
    from = next < text.length() && text[next] == ' ' ? next + 1 : next;
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

}  // namespace tocsin
