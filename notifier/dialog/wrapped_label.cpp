// See wrapped_label.h.
#include "notifier/dialog/wrapped_label.h"

#include "notifier/dialog/native.h"

namespace tocsin {
namespace {

/// How many characters from `from` stand on one line; at least one. Measuring is what costs, and most texts
/// fit.
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

/// Scripts that break between any two characters.
bool breaks_anywhere(wxUniChar c) {
  const auto code = c.GetValue();
  return (code >= 0x2E80 && code <= 0xD7AF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFF00 && code <= 0xFFEF) || (code >= 0x20000 && code <= 0x3FFFF);
}

bool may_break_before(const wxString& text, std::size_t at) {
  static const wxString kNeverFirst =
      wxString::FromUTF8("、。，．・：；？！」』）】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ");
  if (text[at] == ' ') return true;
  return kNeverFirst.find(text[at]) == wxString::npos &&
         (breaks_anywhere(text[at]) || breaks_anywhere(text[at - 1]));
}

/// The last place to break before `end`; `end` itself where there is none.
std::size_t break_before(const wxString& text, std::size_t from, std::size_t end) {
  if (end >= text.length()) return text.length();
  for (std::size_t at = end; at > from; --at) {
    if (may_break_before(text, at)) return at;
  }
  return end;
}

}  // namespace

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

}  // namespace tocsin
