// The grammar of a body: its elements, its length, the characters of each line.
#include <algorithm>
#include <array>
#include <cstdio>

#include "packaging/kit/lint/grammar/banned.h"
#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/grammar/values.h"
#include "schema/core/text/text.h"
#include "schema/core/text/utf8.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"
#include "schema/format/xml/text.h"

namespace tocsin::grammar {
namespace {

class BodyCheck {
 public:
  explicit BodyCheck(Pass& pass) : pass_(pass) {}
  void check();

 private:
  void check_list();
  void check_paragraph(std::string_view name);
  void check_inline(std::string_view parent);
  void check_bold();
  void add_text(const char* element);
  void add_line(const char* element);
  void end_line(const char* element);

  Pass& pass_;
  std::size_t bytes_ = 0, lines_ = 0;
  bool is_too_long_ = false, has_banned_ = false;
  std::string line_;
};

void BodyCheck::check() {
  const char* const body = pass_.in().tag();
  const std::string paragraph = pass_.element("p", {}, "x");
  expect_no_attributes(pass_);
  bool is_empty = true;
  pass_.each_child([&](std::string_view name) {
    is_empty = false;
    if (name == "p") return check_paragraph("p");
    if (name == "ul") return check_list();
    pass_.spoil(kTexts);
    pass_.unknown_child("unknown-element", "body", vocabulary::kBodyParts, paragraph);
  });
  if (is_empty) pass_.add("empty-body", body, "'body' has no paragraph: write at least one 'p' or 'ul'.");
  if (!is_empty && !is_too_long_) return;
  pass_.spoil(kTexts);
  pass_.repair(body, pass_.in().at(), pass_.element("body", {}, paragraph));
}

void BodyCheck::check_list() {
  const char* const list = pass_.in().tag();
  const std::string item = pass_.element("li", {}, "x");
  expect_no_attributes(pass_);
  bool is_empty = true;
  pass_.each_child([&](std::string_view name) {
    is_empty = false;
    if (name == "li") return check_paragraph("li");
    pass_.spoil(kTexts);
    pass_.unknown_child("unknown-element", "ul", vocabulary::kListParts, item);
  });
  if (!is_empty) return;
  pass_.add("empty-list", list, "'ul' has no item: write at least one 'li', or remove the list.");
  pass_.spoil(kTexts);
  pass_.repair(list, pass_.in().at(), pass_.element("ul", {}, item));
}

void BodyCheck::check_paragraph(std::string_view name) {
  const char* const paragraph = pass_.in().tag();
  expect_no_attributes(pass_);
  add_line(paragraph);
  has_banned_ = false;
  while (true) {
    const xml::Next next = pass_.in().next_piece();
    if (next == xml::Next::element) check_inline(name);
    if (next == xml::Next::text) add_text(paragraph);
    if (next == xml::Next::end || next == xml::Next::fault) break;
  }
  end_line(paragraph);
  if (!has_banned_) return;
  pass_.spoil(kTexts);
  pass_.repair(paragraph, pass_.in().at(), pass_.element(name, {}, "x"));
}

void BodyCheck::check_inline(std::string_view parent) {
  const char* const element = pass_.in().tag();
  if (pass_.in().name() == "b") return check_bold();
  if (pass_.in().name() != "br") {
    pass_.spoil(kTexts);
    return pass_.unknown_child("unknown-element", parent, vocabulary::kInlines, "x");
  }
  expect_no_attributes(pass_);
  pass_.expect_empty();
  end_line(element);
  add_line(element);
}

void BodyCheck::check_bold() {
  const char* const bold = pass_.in().tag();
  expect_no_attributes(pass_);
  while (true) {
    const xml::Next next = pass_.in().next_piece();
    if (next == xml::Next::element) {
      pass_.spoil(kTexts);
      pass_.unknown_child("unknown-element", "b", {}, "x");
    }
    if (next == xml::Next::text) add_text(bold);
    if (next == xml::Next::end || next == xml::Next::fault) return;
  }
}

// White space between two tags does not count.
void BodyCheck::add_text(const char* element) {
  const xml::Text& text = pass_.in().text();
  if (!xml::is_blank(text.written)) bytes_ += text.decoded_size;
  if (bytes_ > limits::kBodyBytes && !is_too_long_) {
    is_too_long_ = true;
    pass_.add("body-bytes", element,
              "Here the body goes beyond " + std::to_string(limits::kBodyBytes) +
                  " bytes of text, and the message is dropped: shorten it, and link to the rest.");
  }
  line_ += pass_.in().decoded();
}

void BodyCheck::add_line(const char* element) {
  if (++lines_ <= limits::kBodyLines || is_too_long_) return;
  is_too_long_ = true;
  pass_.add("body-lines", element,
            "Here begins line " + std::to_string(lines_) + " of the body, which may have " +
                std::to_string(limits::kBodyLines) + ": shorten it, and link to the rest.");
}

// Isolates must balance within a line, across its elements.
void BodyCheck::end_line(const char* element) {
  const std::string fault = banned_character(collapsed(std::exchange(line_, {})));
  if (fault.empty()) return;
  pass_.add("banned-character", element, fault);
  has_banned_ = true;
}

}  // namespace

std::string banned_character(std::string_view text) {
  const std::string_view fault = text_fault(text);
  if (fault.empty()) return {};
  const std::string where = " in " + in_quotes(text) + ": remove it.";
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80) ++next;
    const std::string_view one = text.substr(at, next - at);
    const bool is_isolate =
        one >= "\xE2\x81\xA6" && one <= "\xE2\x81\xA9";  // refused alone, allowed in pairs
    if (!is_isolate && !text_fault(one).empty()) {
      std::array<char, 16> name{};
      std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(utf8::decode(one).point));
      return "The character " + std::string(name.data()) + " may not be shown" + where;
    }
    at = next;
  }
  return "A text may not be shown (" + std::string(fault) + ")" + where;
}

void check_body(Pass& pass) {
  BodyCheck(pass).check();
}

}  // namespace tocsin::grammar
