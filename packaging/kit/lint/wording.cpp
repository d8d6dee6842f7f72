// Rules of what is written in texts: words of drafts, empty paragraphs, and markup that is shown as it is
// written. Each looks for what is hardly ever meant so, and passes over the rest.
#include <algorithm>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin::rules {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

std::string small_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_word_character(text[at - 1]);
    if (begins && (end == text.size() || !is_word_character(text[end]))) return true;
  }
  return false;
}

/// A word of drafts; empty if there is none.
std::string_view draft_word(std::string_view text) {
  for (const std::string_view word : {"TODO", "FIXME", "TBD", "TEST"}) {
    if (has_word(text, word)) return word;
  }
  return has_word(small_letters(text), "lorem ipsum") ? std::string_view("lorem ipsum") : std::string_view();
}

/// The word around a place, as blanks bound it.
std::string_view word_around(std::string_view text, std::size_t at) {
  const std::size_t before = text.rfind(' ', at);
  const std::size_t begin = before == text.npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find(' ', at), text.size()) - begin);
}

/// "\n" where a sentence ends or begins; empty if there is none. A path has backslashes before small letters,
/// too, and is passed over.
std::string_view written_escape(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != text.npos && at + 1 != text.size();
       at = text.find('\\', at + 1)) {
    const char letter = text[at + 1];
    if (letter != 'n' && letter != 't' && letter != 'r') continue;
    const std::string_view word = word_around(text, at);
    const bool is_path = word.find(":\\") != word.npos || word.starts_with("\\\\") || word.starts_with('%') ||
                         word.starts_with("HK");
    const bool ends_here =
        at + 2 == text.size() || !is_letter(text[at + 2]) || (text[at + 2] >= 'A' && text[at + 2] <= 'Z');
    const bool follows_end = at != 0 && (text[at - 1] == '.' || text[at - 1] == '!' || text[at - 1] == '?');
    if (!is_path && (ends_here || follows_end)) return text.substr(at, 2);
  }
  return {};
}

/// The text between two marks that touch it on the inside; empty if there is none.
std::string_view between(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + mark.size())) {
    const std::size_t inside = at + mark.size();
    const std::size_t end = text.find(mark, inside);
    if (end == text.npos) return {};
    const bool is_touching = end != inside && text[inside] != ' ' && text[end - 1] != ' ';
    const bool is_apart = at == 0 || !is_word_character(text[at - 1]);
    const bool has_marks_only = text.substr(inside, end - inside).find_first_not_of(mark) == text.npos;
    if (is_touching && is_apart && !has_marks_only) return text.substr(at, end + mark.size() - at);
    at = end;
  }
  return {};
}

/// "[label](https://...)"; empty if there is none.
std::string_view markdown_link(std::string_view text) {
  const std::size_t middle = text.find("](http");
  if (middle == text.npos) return {};
  const std::size_t begin = text.rfind('[', middle), end = text.find(')', middle);
  return begin == text.npos || end == text.npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

/// A tag or entity of HTML that was escaped once too often; empty if there is none.
std::string_view html(std::string_view text) {
  for (const std::string_view mark : {"<br", "<b>", "</b>", "<p>", "</p>", "<li>", "<ul>", "<strong>",
                                      "<a href", "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;"}) {
    const std::size_t at = text.find(mark);
    if (at != text.npos) return text.substr(at, mark.size());
  }
  return {};
}

std::string_view markdown(std::string_view text) {
  for (const std::string_view mark : {"**", "`"}) {
    if (const auto found = between(text, mark); !found.empty()) return found;
  }
  return markdown_link(text);
}

/// A list or heading of Markdown at the begin of a line; empty if there is none.
std::string_view line_mark(std::string_view line) {
  for (const std::string_view mark : {"- ", "## ", "### ", "\xE2\x80\xA2"}) {  // the last is a bullet
    if (line.starts_with(mark)) return mark;
  }
  return {};
}

/// One text of a message, as it is looked at.
class WordingCheck {
 public:
  WordingCheck(Lint& lint, const Message& message, const Text& text)
      : lint_(lint), message_(message), text_(text) {}
  void check();

 private:
  void check_block(const Block& block);
  void check_line(std::string_view line);
  void check_piece(std::string_view piece);
  void add(RuleRow rule, std::string sentence) {
    lint_.add(rule, text_.line, message_.id, std::move(sentence));
  }

  Lint& lint_;
  const Message& message_;
  const Text& text_;
  int stars_ = 0;
};

void WordingCheck::check() {
  check_piece(text_.title);
  check_piece(text_.link_label);
  for (const Block& block : lint_.catalog().body(text_)) check_block(block);
}

bool is_nothing(std::string_view text) {
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  std::string rest(text);
  for (std::size_t at = rest.find(kNoBreakSpace); at != rest.npos; at = rest.find(kNoBreakSpace))
    rest.replace(at, kNoBreakSpace.size(), " ");
  return collapsed(rest).empty();
}

void WordingCheck::check_block(const Block& block) {
  std::string line;
  bool is_empty = true;
  for (const Inline& piece : block.inlines) {
    is_empty = is_empty && !is_placeholder(piece) && is_nothing(piece.text);
    if (piece.kind == Inline::Kind::line_break) check_line(std::exchange(line, {}));
    if (piece.kind == Inline::Kind::line_break || is_placeholder(piece)) continue;
    line += piece.text;
    check_piece(piece.text);
  }
  check_line(line);
  if (!is_empty) return;
  const bool is_item = block.kind == Block::Kind::item;
  add("empty-paragraph", std::string(is_item ? "'<li>'" : "'<p>'") + " of the text in " +
                             in_quotes(text_.locale) +
                             " holds nothing to read: write something, or remove it.");
}

void WordingCheck::check_line(std::string_view line) {
  std::string_view mark = line_mark(line);
  if (line.starts_with("* ") && ++stars_ == 2) mark = "* ";  // a single one marks a footnote
  if (mark.empty()) return;
  add("shown-markup",
      in_quotes(mark) + " at the begin of " + in_quotes(line) +
          " is shown as it is written: a list is 'ul' with an 'li' for each item, a heading is "
          "'p' with 'b'.");
}

void WordingCheck::check_piece(std::string_view piece) {
  if (const auto word = draft_word(piece); !word.empty())
    add("draft-text", in_quotes(word) + " in " + in_quotes(piece) + ": is this text finished?");
  if (const auto escape = written_escape(piece); !escape.empty()) {
    add("written-escape", in_quotes(escape) + " in " + in_quotes(piece) +
                              " is shown as it is written: a line ends by <br/>, a paragraph by </p>.");
  }
  std::string_view markup = html(piece);
  if (markup.empty()) markup = markdown(piece);
  if (markup.empty()) return;
  add("shown-markup", in_quotes(markup) +
                          " is shown as it is written: bold is <b>...</b>, a link is 'link' behind "
                          "the body, and a character stands for itself.");
}

}  // namespace

void wording(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) WordingCheck(lint, message, text).check();
}

}  // namespace tocsin::rules
