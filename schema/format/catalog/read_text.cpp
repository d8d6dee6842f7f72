// One `text` element: title, body and link, checked for length and for characters that may not be shown.
#include "schema/core/https_address.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/limits.h"

namespace tocsin {

namespace {

using xml::Next;

/// Reads a body: structure, bytes, lines, characters.
class BodyCheck {
 public:
  explicit BodyCheck(Reading& reading) : reading_(reading), in_(reading.in) {}
  bool check();

 private:
  bool check_list();
  bool check_paragraph();
  bool check_inline();
  bool check_bold();
  bool add_text(const char* element);
  bool add_line(const char* element);
  bool end_line(const char* element);

  Reading& reading_;
  xml::Reader& in_;
  std::size_t bytes_ = 0;
  std::size_t lines_ = 0;
  std::string line_;  // the line that is being read; empty until it holds something rare
};

bool BodyCheck::check() {
  const char* const body = in_.tag();
  if (!expect_no_attributes(reading_)) return false;
  bool any = false;
  const bool good = each_child(reading_, [&](std::string_view name) {
    any = true;
    if (name == "p") return check_paragraph();
    return name == "ul" ? check_list() : reading_.refuse(in_.tag(), "unknown-element");
  });
  return good && (any || reading_.refuse(body, "empty-body"));
}

bool BodyCheck::check_list() {
  const char* const list = in_.tag();
  if (!expect_no_attributes(reading_)) return false;
  bool any = false;
  const bool good = each_child(reading_, [&](std::string_view name) {
    any = true;
    return name == "li" ? check_paragraph() : reading_.refuse(in_.tag(), "unknown-element");
  });
  return good && (any || reading_.refuse(list, "empty-list"));
}

bool BodyCheck::check_paragraph() {
  const char* const paragraph = in_.tag();
  if (!expect_no_attributes(reading_) || !add_line(paragraph)) return false;
  while (true) {
    switch (in_.next_piece()) {
      case Next::element:
        if (!check_inline()) return false;
        break;
      case Next::text:
        if (!add_text(paragraph)) return false;
        break;
      case Next::end:
        return end_line(paragraph);
      case Next::fault:
        return false;
    }
  }
}

bool BodyCheck::check_inline() {
  const char* const element = in_.tag();
  if (in_.name() == "b") return check_bold();
  if (in_.name() != "br") return reading_.refuse(element, "unknown-element");
  return expect_no_attributes(reading_) && expect_empty(reading_) && end_line(element) && add_line(element);
}

bool BodyCheck::check_bold() {
  const char* const bold = in_.tag();
  if (!expect_no_attributes(reading_)) return false;
  while (true) {
    switch (in_.next_piece()) {
      case Next::element:
        return reading_.refuse(in_.tag(), "unknown-element");
      case Next::text:
        if (!add_text(bold)) return false;
        break;
      case Next::end:
        return true;
      case Next::fault:
        return false;
    }
  }
}

// White space between two tags does not count. In a line with something rare, one letter stands for other
// text: text_fault accepts both, and both end a run of combining marks.
bool BodyCheck::add_text(const char* element) {
  const xml::Text& text = in_.text();
  if (!xml::is_blank(text.written)) bytes_ += text.decoded_size;
  if (bytes_ > limits::kBodyBytes) return reading_.refuse_limit(element, "body-bytes");
  if (in_.has_rare(text.written.data(), in_.at())) {
    line_ += in_.decoded();
  } else if (!line_.empty() && !text.written.empty()) {
    line_ += 'x';
  }
  return true;
}

bool BodyCheck::add_line(const char* element) {
  return ++lines_ <= limits::kBodyLines || reading_.refuse_limit(element, "body-lines");
}

// Isolates must balance within a line, across its elements. White space is checked as it will be shown.
bool BodyCheck::end_line(const char* element) {
  if (line_.empty()) return true;
  const bool good = text_fault(collapsed(line_)).empty();
  line_.clear();
  return good || reading_.refuse(element, "banned-character");
}

// All text of an element, joined and collapsed. A view into the document if the text is there in this form.
bool read_joined(Reading& reading, const char* element, std::string_view& text) {
  xml::Reader& in = reading.in;
  std::string_view first;
  std::string joined;
  bool in_one_piece = false;
  for (std::size_t pieces = 0;; ++pieces) {
    const Next next = in.next_piece();
    if (next == Next::element) return reading.refuse(element, "unknown-element");
    if (next == Next::fault) return false;
    if (next == Next::end) break;
    in_one_piece = pieces == 0 && in.text().is_literal;
    if (in_one_piece) {
      first = in.text().written;
    } else {
      if (pieces == 1) joined.insert(0, first);
      joined += in.decoded();
    }
  }
  const bool as_written = in_one_piece && in.is_collapsed(first);
  text = as_written ? first : reading.keep(collapsed(in_one_piece ? first : joined));
  return true;
}

bool read_shown(Reading& reading, const char* element, std::string_view& text) {
  const char* const begin = reading.in.at();
  if (!read_joined(reading, element, text)) return false;
  if (text.empty()) return reading.refuse(element, "empty-text");
  if (text.size() > limits::kTitleCodePoints && code_points(text) > limits::kTitleCodePoints) {
    return reading.refuse(element, "too-long");
  }
  return !reading.in.has_rare(begin, reading.in.at()) || text_fault(text).empty() ||
         reading.refuse(element, "banned-character");
}

bool read_link(Reading& reading, const char* element, Text& text) {
  constexpr std::array<std::string_view, 1> kNames{"href"};
  std::array<std::string_view, 1> values;
  if (!read_known_attributes(reading, kNames, values)) return false;
  if (!is_present(values[0])) return reading.refuse(element, "missing-attribute");
  if (!is_link(values[0])) return reading.refuse(element, "link");
  text.link_url = values[0];
  return read_shown(reading, element, text.link_label);
}

bool read_body(Reading& reading, const char* element, Text& text) {
  if (!BodyCheck(reading).check()) return false;
  text.body = std::string_view(element, static_cast<std::size_t>(reading.in.at() - element));
  return true;
}

// title, body, link?: in this order.
bool read_part(Reading& reading, std::string_view name, int& next, Text& text) {
  const char* const element = reading.in.tag();
  const int part = name == "title" ? 0 : name == "body" ? 1 : name == "link" ? 2 : -1;
  if (part < 0) return reading.refuse(element, "unknown-element");
  if (part != next) return reading.refuse(element, "order");
  ++next;
  if (part == 0) return expect_no_attributes(reading) && read_shown(reading, element, text.title);
  return part == 1 ? read_body(reading, element, text) : read_link(reading, element, text);
}

}  // namespace

bool read_message_text(Reading& reading, Text& text) {
  const char* const tag = reading.in.tag();
  constexpr std::array<std::string_view, 1> kNames{"locale"};
  std::array<std::string_view, 1> values;
  if (!read_known_attributes(reading, kNames, values)) return false;
  if (!is_present(values[0])) return reading.refuse(tag, "missing-attribute");
  if (!is_language_tag(values[0])) return reading.refuse(tag, "language-tag");
  text.locale = values[0];
  text.line = reading.line_for_authors(tag);
  int next = 0;
  if (!each_child(reading, [&](auto name) { return read_part(reading, name, next, text); })) return false;
  return next >= 2 || reading.refuse(tag, "missing-element");
}

}  // namespace tocsin
