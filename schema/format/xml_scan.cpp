// See xml_scan.h. The string's own NUL at its end stops every loop: no other NUL gets here.
#include "schema/format/xml_scan.h"

#include <array>
#include <bit>
#include <cstring>

#include "schema/format/limits.h"

namespace tocsin::xml {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101u, kHigh = kOnes * 0x80;

inline std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// High bit of each byte that equals `c`, of the first one for certain: a borrow can mark later ones too many.
inline std::uint64_t equal_bytes(std::uint64_t word, char c) {
  const std::uint64_t x = word ^ (kOnes * static_cast<unsigned char>(c));
  return (x - kOnes) & ~x & kHigh;
}

inline std::size_t first_marked(std::uint64_t marks) {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

/// An element that is open.
struct Open {
  std::string_view name;
  bool has_children = false;
  bool just_opened = true;  // nothing but its start tag so far
};

class Scanner {
 public:
  Scanner(const std::string& text, Shape& shape)
      : begin_(text.data()), end_(text.data() + text.size()), at_(begin_), shape_(shape) {}

  std::optional<ScanFault> run() {
    if (!document() && !fault_) fail("well-formed");
    return fault_;
  }

 private:
  bool document();
  bool declaration();
  bool pseudo_attribute(std::string_view name, std::string_view& value);
  bool misc();
  bool content();
  bool text();
  bool markup();
  bool start_tag();
  bool attributes();
  bool attribute(std::size_t count);
  bool attribute_value();
  bool end_tag();
  bool comment();
  bool cdata();
  void note_blank();

  bool fail(std::string_view rule, bool is_limit = false) {
    fault_ = ScanFault{rule, static_cast<std::size_t>(at_ - begin_), is_limit};
    return false;
  }
  bool starts_with(std::string_view what) const { return std::strncmp(at_, what.data(), what.size()) == 0; }
  bool skip_past(std::string_view what) {
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const std::size_t found = rest.find(what);
    if (found != std::string_view::npos) at_ += found + what.size();
    return found != std::string_view::npos;
  }
  const char* skip_blanks() {
    const char* const from = at_;
    if (!is_blank(*at_)) return from;
    ++at_;
    while (end_ - at_ >= 8 && load(at_) == kOnes * ' ') at_ += 8;  // indentation
    while (is_blank(*at_)) ++at_;
    return from;
  }
  Open& top() { return open_[depth_ - 1]; }

  const char* begin_;
  const char* end_;
  const char* at_;
  Shape& shape_;
  std::array<Open, limits::kDepth> open_;
  std::size_t depth_ = 0;
  std::array<std::string_view, limits::kAttributes> names_;
  std::optional<ScanFault> fault_;
};

bool Scanner::document() {
  if (starts_with("\xEF\xBB\xBF")) at_ += 3;
  if (starts_with("<?xml") && is_blank(at_[5]) && !declaration()) return false;
  if (!misc()) return false;
  if (*at_ != '<') return fail(at_ == end_ ? "no-root" : "text-outside-root");
  if (!start_tag() || !content() || !misc()) return false;
  return at_ == end_ || fail(*at_ == '<' ? "second-root" : "text-outside-root");
}

bool Scanner::declaration() {
  at_ += 5;
  std::string_view value;
  if (!pseudo_attribute("version", value) || value != "1.0") return fail("declaration");
  if (pseudo_attribute("encoding", value)) {
    const bool utf8 = value.size() == 5 && (value[0] | 0x20) == 'u' && (value[1] | 0x20) == 't' &&
                      (value[2] | 0x20) == 'f' && value.substr(3) == "-8";
    if (!utf8) return fail("encoding");
  }
  if (pseudo_attribute("standalone", value) && value != "yes" && value != "no") return fail("declaration");
  skip_blanks();
  if (!starts_with("?>")) return fail("declaration");
  at_ += 2;
  return true;
}

// Moves on only when it is there: blank, name, "=", quoted value.
bool Scanner::pseudo_attribute(std::string_view name, std::string_view& value) {
  const char* const from = skip_blanks();
  const bool here = at_ != from && starts_with(name);
  if (here) at_ += name.size();
  skip_blanks();
  if (!here || *at_ != '=') {
    at_ = from;
    return false;
  }
  ++at_;
  skip_blanks();
  const char quote = *at_;
  const char* const close = quote == '"' || quote == '\'' ? std::strchr(at_ + 1, quote) : nullptr;
  if (close == nullptr) return false;
  value = std::string_view(at_ + 1, static_cast<std::size_t>(close - at_ - 1));
  at_ = close + 1;
  return true;
}

// White space and comments before and behind the root.
bool Scanner::misc() {
  while (true) {
    skip_blanks();
    if (starts_with("<!--")) {
      if (!comment()) return false;
      continue;
    }
    if (starts_with("<!DOCTYPE")) return fail("doctype");
    if (starts_with("<?")) return fail("processing-instruction");
    return !starts_with("<!") || fail("markup");
  }
}

bool Scanner::content() {
  while (depth_ > 0) {
    if (!text() || !markup()) return false;
  }
  return true;
}

inline const char* text_stop(const char* at, const char* end) {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = load(at);
    const std::uint64_t stops = equal_bytes(word, '<') | equal_bytes(word, '&') | equal_bytes(word, ']');
    if (stops != 0) return at + first_marked(stops);
  }
  while (!is(*at, kTextStop)) ++at;
  return at;
}

inline const char* value_stop(const char* at, const char* end, char quote) {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = load(at);
    const std::uint64_t stops = equal_bytes(word, quote) | equal_bytes(word, '<') | equal_bytes(word, '&');
    if (stops != 0) return at + first_marked(stops);
  }
  while (!is(*at, kValueStop)) ++at;
  return at;
}

// Up to the next "<".
bool Scanner::text() {
  const char* const from = skip_blanks();
  if (*at_ == '<') {
    if (at_ != from) note_blank();
    return true;
  }
  while (true) {
    at_ = text_stop(at_, end_);
    if (*at_ == '<') break;
    if (at_ == end_) return fail("unclosed");
    if (*at_ == '&') {
      const std::size_t length = reference_length(at_);
      if (length == 0) return fail("entity");
      at_ += length;
    } else {
      if (starts_with("]]>")) return fail("cdata-end");
      ++at_;
    }
  }
  top().just_opened = false;
  return true;
}

// pugixml drops white space that stands alone, which is right between elements only.
void Scanner::note_blank() {
  const std::string_view name = top().name;
  const bool block = name == "p" || name == "li";
  if (at_[1] == '/') {
    shape_.blanks_matter |= !top().has_children;
  } else {
    shape_.blanks_matter |= block ? !top().just_opened : name == "b" || name == "title" || name == "link";
  }
}

bool Scanner::markup() {
  switch (at_[1]) {
    case '/':
      return end_tag();
    case '?':
      return fail("processing-instruction");
    case '!':
      top().just_opened = false;
      if (starts_with("<!--")) return comment();
      if (starts_with("<![CDATA[")) return cdata();
      return fail(starts_with("<!DOCTYPE") ? "doctype" : "markup");
    default:
      top().just_opened = false;
      top().has_children = true;
      return start_tag();
  }
}

bool Scanner::start_tag() {
  const std::size_t length = name_length(at_ + 1, shape_.uses_namespaces);
  if (length == 0) return fail("name");
  if (depth_ == limits::kDepth) return fail("depth", true);
  open_[depth_++] = Open{std::string_view(at_ + 1, length)};
  at_ += 1 + length;
  if (!attributes()) return false;
  if (*at_ == '/') {
    if (at_[1] != '>') return fail("tag");
    --depth_;
    ++at_;
  }
  ++at_;
  return true;
}

// Up to ">" or "/>".
bool Scanner::attributes() {
  for (std::size_t count = 0;; ++count) {
    const char* const from = skip_blanks();
    if (*at_ == '>' || *at_ == '/') return true;
    if (at_ == from) return fail("tag");
    if (count == limits::kAttributes) return fail("attribute-count", true);
    if (!attribute(count)) return false;
  }
}

bool Scanner::attribute(std::size_t count) {
  const std::size_t length = name_length(at_, shape_.uses_namespaces);
  if (length == 0) return fail(at_ == end_ ? "unclosed" : "attribute-name");
  const std::string_view name(at_, length);
  for (std::size_t i = 0; i < count; ++i) {
    if (names_[i] == name) return fail("duplicate-attribute");
  }
  names_[count] = name;
  shape_.uses_namespaces |= *at_ == 'x' && depth_ > 1 && name == "xmlns";
  at_ += length;
  skip_blanks();
  if (*at_ != '=') return fail("attribute-value");
  ++at_;
  skip_blanks();
  return attribute_value();
}

bool Scanner::attribute_value() {
  const char quote = *at_;
  if (quote != '"' && quote != '\'') return fail("attribute-value");
  const char* const from = ++at_;
  while (true) {
    at_ = value_stop(at_, end_, quote);
    if (*at_ == quote) break;
    if (at_ == end_) return fail("unclosed");
    if (*at_ == '<') return fail("attribute-value");
    if (*at_ == '&') {
      const std::size_t length = reference_length(at_);
      if (length == 0) return fail("entity");
      at_ += length;
    } else {
      ++at_;  // the other quote
    }
  }
  if (static_cast<std::size_t>(at_ - from) > limits::kAttributeBytes) return fail("attribute-bytes", true);
  ++at_;
  return true;
}

bool Scanner::end_tag() {
  const std::string_view name = top().name;
  const char* const behind = at_ + 2 + name.size();
  if (std::strncmp(at_ + 2, name.data(), name.size()) != 0) return fail("tag-mismatch");
  if (*behind != '>' && !is_blank(*behind)) return fail("tag-mismatch");
  at_ = behind;
  skip_blanks();
  if (*at_ != '>') return fail("tag");
  ++at_;
  --depth_;
  return true;
}

bool Scanner::comment() {
  const char* const from = at_;
  at_ += 4;
  if (!skip_past("--")) {
    at_ = from;
    return fail("unclosed");
  }
  if (*at_ != '>') return fail("comment");
  ++at_;
  return true;
}

bool Scanner::cdata() {
  return skip_past("]]>") || fail("unclosed");
}

}  // namespace

std::optional<ScanFault> scan(const std::string& text, Shape& shape) {
  auto fault = Scanner(text, shape).run();
  if (shape.uses_namespaces) shape.blanks_matter = true;
  return fault;
}

}  // namespace tocsin::xml
