// See xml_scan.h.
#include "schema/format/xml_scan.h"

#include "schema/format/xml_cursor.h"

namespace tocsin::xml {

namespace {

words::Marks stops_in(const char* at) {
  const words::Bytes bytes = words::load_bytes(at);
  return (bytes == '<') | (bytes == '&') | (bytes == ']');
}

const char* text_stop(const char* at, const char* end) {
  constexpr auto kBlock = static_cast<std::ptrdiff_t>(words::kBytes);
  for (; end - at >= 2 * kBlock; at += 2 * kBlock) {
    const words::Marks first = stops_in(at), second = stops_in(at + kBlock);
    if (!words::any_marked(first | second)) continue;
    const std::size_t stop = words::first_marked(first);
    return at + (stop != words::kBytes ? stop : stop + words::first_marked(second));
  }
  while (!is(*at, kTextStop)) ++at;
  return at;
}

class Scanner {
 public:
  Scanner(const std::string& text, Shape& shape) : cursor_(text), shape_(shape) {}

  std::optional<ScanFault> run() {
    if (!document() && !cursor_.fault) cursor_.fail("well-formed");
    return cursor_.fault;
  }

 private:
  /// An element that is open.
  struct Open {
    std::string_view name;
    bool has_children = false;
    bool just_opened = true;  // nothing but its start tag so far
  };

  bool document();
  bool content();
  bool text();
  bool text_behind_blanks();
  void note_blank();
  bool markup();
  bool start_tag();
  bool end_tag();
  [[nodiscard]] bool stands_at(std::string_view name, const char* at) const;
  void close();
  bool cdata();

  Open& top() { return open_[depth_ - 1]; }
  // What ends here is kept when it lies within the root itself.
  void note_piece(std::uint32_t begin) {
    if (depth_ == 1) shape_.pieces.push_back({begin, cursor_.offset()});
  }

  Cursor cursor_;
  Shape& shape_;
  std::array<Open, limits::kDepth> open_;
  std::size_t depth_ = 0;
  std::uint32_t piece_begin_ = 0;  // of the element within the root that is open
};

bool Scanner::document() {
  if (cursor_.starts_with("\xEF\xBB\xBF")) cursor_.at += 3;
  if (cursor_.starts_with("<?xml") && is_blank(cursor_.at[5]) && !scan_declaration(cursor_)) return false;
  if (!scan_misc(cursor_)) return false;
  if (*cursor_.at != '<') return cursor_.fail(cursor_.at == cursor_.end ? "no-root" : "text-outside-root");
  if (!start_tag() || !content() || !scan_misc(cursor_)) return false;
  return cursor_.at == cursor_.end || cursor_.fail(*cursor_.at == '<' ? "second-root" : "text-outside-root");
}

bool Scanner::content() {
  while (depth_ > 0) {
    if (!text() || !markup()) return false;
  }
  return true;
}

// Up to the next "<".
bool Scanner::text() {
  const char* const from = cursor_.skip_blanks();
  if (*cursor_.at == '<') {
    if (cursor_.at != from) note_blank();
    return true;
  }
  if (!text_behind_blanks()) return false;
  top().just_opened = false;
  note_piece(static_cast<std::uint32_t>(from - cursor_.begin));
  return true;
}

bool Scanner::text_behind_blanks() {
  while (true) {
    cursor_.at = text_stop(cursor_.at, cursor_.end);
    if (*cursor_.at == '<') return true;
    if (cursor_.at == cursor_.end) return cursor_.fail("unclosed");
    if (*cursor_.at == '&') {
      if (!scan_reference(cursor_, shape_)) return false;
    } else {
      if (cursor_.starts_with("]]>")) return cursor_.fail("cdata-end");
      ++cursor_.at;
    }
  }
}

// pugixml drops white space that stands alone, which is right between elements only.
void Scanner::note_blank() {
  const std::string_view name = top().name;
  const bool block = name == "p" || name == "li";
  if (cursor_.at[1] == '/') {
    shape_.blanks_matter |= !top().has_children;
  } else {
    shape_.blanks_matter |= block ? !top().just_opened : name == "b" || name == "title" || name == "link";
  }
}

bool Scanner::markup() {
  switch (cursor_.at[1]) {
    case '/':
      return end_tag();
    case '?':
      return cursor_.fail("processing-instruction");
    case '!':
      top().just_opened = false;
      if (cursor_.starts_with("<!--")) return scan_comment(cursor_);
      if (cursor_.starts_with("<![CDATA[")) return cdata();
      return cursor_.fail(cursor_.starts_with("<!DOCTYPE") ? "doctype" : "markup");
    default:
      top().just_opened = false;
      top().has_children = true;
      return start_tag();
  }
}

bool Scanner::start_tag() {
  const char* const name = cursor_.at + 1;
  const std::uint32_t begin = cursor_.offset();
  const std::size_t length = name_length(name, shape_.uses_namespaces);
  if (length == 0) return cursor_.fail("name");
  if (depth_ == limits::kDepth) return cursor_.fail("depth", true);
  if (depth_ == 1) piece_begin_ = begin;
  open_[depth_++] = Open{std::string_view(name, length)};
  cursor_.at = name + length;
  if (*cursor_.at != '>' && !scan_attributes(cursor_, depth_ == 1, shape_)) return false;
  const bool is_empty = *cursor_.at == '/';
  if (is_empty && cursor_.at[1] != '>') return cursor_.fail("tag");
  cursor_.at += is_empty ? 2 : 1;
  if (depth_ == 1) shape_.root_tag = {begin, cursor_.offset()};
  if (is_empty) close();
  return true;
}

bool Scanner::end_tag() {
  const std::string_view name = top().name;
  const char* const behind = cursor_.at + 2 + name.size();
  if (!stands_at(name, cursor_.at + 2)) return cursor_.fail("tag-mismatch");
  if (*behind != '>' && !is_blank(*behind)) return cursor_.fail("tag-mismatch");
  cursor_.at = behind;
  cursor_.skip_blanks();
  if (*cursor_.at != '>') return cursor_.fail("tag");
  ++cursor_.at;
  close();
  return true;
}

// Most names are short enough for one word, which the bytes behind both of them fill up.
bool Scanner::stands_at(std::string_view name, const char* at) const {
  if (name.size() > 8 || cursor_.end - at < 8) return std::strncmp(at, name.data(), name.size()) == 0;
  return (words::load(at) ^ words::load(name.data())) << (64 - 8 * name.size()) == 0;
}

void Scanner::close() {
  --depth_;
  note_piece(piece_begin_);
}

bool Scanner::cdata() {
  const std::uint32_t begin = cursor_.offset();
  if (!cursor_.skip_past("]]>")) return cursor_.fail("unclosed");
  note_piece(begin);
  return true;
}

}  // namespace

std::optional<ScanFault> scan(const std::string& text, Shape& shape) {
  auto fault = Scanner(text, shape).run();
  if (shape.uses_namespaces) shape.blanks_matter = true;
  return fault;
}

}  // namespace tocsin::xml
