// In this order: the document, what is around the root, tags, text, namespaces.
#include "schema/format/xml/reader.h"

#include <algorithm>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

namespace tocsin::xml {

namespace {

constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view kSchemaInstanceUri = "http://www.w3.org/2001/XMLSchema-instance";

// The first byte of "<&]", CR or the NUL at the end.
const char* text_stop(const char* at, const char* end) {
  for (; end - at >= kBlock; at += kBlock) {
    const Block bytes = load_block(at);
    const unsigned stops = mask_of((bytes == '<') | (bytes == '&') | (bytes == ']') | (bytes == '\r'));
    if (stops != 0) return at + std::countr_zero(stops);
  }
  while (!is(*at, kTextStop)) ++at;
  return at;
}

// The first byte of "<&", the quote or the NUL at the end; near the end, the other quote, too. `is_literal`
// becomes false where white space may have to be collapsed.
const char* value_stop(const char* at, const char* end, char quote, bool& is_literal) {
  for (; end - at > kBlock; at += kBlock) {
    const Block bytes = load_block(at);
    const unsigned stops =
        mask_of((bytes == static_cast<unsigned char>(quote)) | (bytes == '<') | (bytes == '&'));
    const unsigned before = stops == 0 ? 0xFFFF : (stops & -stops) - 1;
    if ((mask_of(uncollapsed_in(at)) & before) != 0) is_literal = false;
    if (stops != 0) return at + std::countr_zero(stops);
  }
  for (; !is(*at, kValueStop); ++at) is_literal &= !is_blank(*at);
  return at;
}

bool is_utf8(std::string_view name) {
  return name.size() == 5 && (name[0] | 0x20) == 'u' && (name[1] | 0x20) == 't' && (name[2] | 0x20) == 'f' &&
         name.substr(3) == "-8";
}

struct Name {
  std::string_view prefix, local;
};

// nullopt unless "local" or "prefix:local", each part a name of its own.
std::optional<Name> split(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == name.npos) return Name{{}, name};
  const Name parts{name.substr(0, colon), name.substr(colon + 1)};
  const auto begins_well = [](std::string_view part) {
    return !part.empty() && part[0] != '-' && part[0] != '.' && !is_digit(part[0]);
  };
  if (!begins_well(parts.prefix) || !begins_well(parts.local)) return std::nullopt;
  if (parts.local.find(':') != name.npos) return std::nullopt;
  return parts;
}

}  // namespace

bool Reader::open() {
  if (text_.size() > frame_.max_bytes) {
    fault_ = Fault{"size", Fault::kNowhere, true};
    return false;
  }
  fault_ = byte_fault(text_, rare_);
  if (fault_ || !prolog() || !read_start_tag()) return false;
  root_ = tag_;
  is_root_ = name_ == frame_.root;
  return is_root_;
}

Result<void> Reader::finish() {
  if (!fault_ && leave_to(0) && misc() && at_ != end_)
    fail(*at_ == '<' ? "second-root" : "text-outside-root");
  if (!fault_ && bad_names_) fault_ = Fault{"namespace"};
  if (!fault_ && !is_root_) fault_ = Fault{"root", offset_of(root_)};
  if (!fault_) return {};
  const int line = fault_->at == Fault::kNowhere ? 0 : lines_.line_at(fault_->at);
  return tocsin::fail(Error{.code = fault_->is_limit ? Code::too_large : Code::malformed,
                            .operation = std::string(frame_.operation),
                            .rule = std::string(fault_->rule),
                            .line = line});
}

Next Reader::next_child() {
  if (fault_) return Next::fault;
  if (is_empty_) return end_tag();
  while (true) {
    const char* const begin = skip_blanks();
    if (*at_ == '<') {
      if (at_[1] != '!' || !stands_here("<!--")) return markup();
      if (!comment()) return Next::fault;
      continue;
    }
    if (text_from(begin) == Next::fault) return Next::fault;
    if (piece_.is_literal || !is_blank(decoded())) return Next::text;
  }
}

Next Reader::next_piece() {
  if (fault_) return Next::fault;
  if (is_empty_) return end_tag();
  while (*at_ == '<' && at_[1] == '!' && stands_here("<!--")) {
    if (!comment()) return Next::fault;
  }
  return *at_ == '<' ? markup() : text_from(at_);
}

bool Reader::leave_to(std::size_t depth) {
  while (depth_ > depth) {
    if (next_piece() == Next::fault) return false;
  }
  return true;
}

void Reader::reread(const char* tag) {
  at_ = tag;
  depth_ = 0;
  static_cast<void>(read_start_tag());
}

bool Reader::prolog() {
  if (stands_here("\xEF\xBB\xBF")) at_ += 3;
  if (stands_here("<?xml") && is_blank(at_[5]) && !declaration()) return false;
  if (!misc()) return false;
  return *at_ == '<' || fail(at_ == end_ ? "no-root" : "text-outside-root");
}

bool Reader::declaration() {
  at_ += 5;
  std::string_view value;
  if (!pseudo_attribute("version", value) || value != "1.0") return fail("declaration");
  if (pseudo_attribute("encoding", value) && !is_utf8(value)) return fail("encoding");
  if (pseudo_attribute("standalone", value) && value != "yes" && value != "no") return fail("declaration");
  skip_blanks();
  if (!stands_here("?>")) return fail("declaration");
  at_ += 2;
  return true;
}

// Blank, name, "=", quoted value; the position changes only if all of it is there.
bool Reader::pseudo_attribute(std::string_view name, std::string_view& value) {
  const char* const from = skip_blanks();
  const bool here = at_ != from && stands_here(name);
  if (here) at_ += name.size();
  skip_blanks();
  if (!here || *at_ != '=') {
    at_ = from;
    return false;
  }
  ++at_;
  skip_blanks();
  const char quote = *at_;
  const char* const begin = at_ + 1;
  const char* const close = quote == '"' || quote == '\'' ? std::strchr(begin, quote) : nullptr;
  if (close == nullptr) return false;
  value = std::string_view(begin, static_cast<std::size_t>(close - begin));
  at_ = close + 1;
  return true;
}

// White space and comments before or after the root.
bool Reader::misc() {
  while (true) {
    skip_blanks();
    if (stands_here("<!--")) {
      if (!comment()) return false;
      continue;
    }
    if (stands_here("<!DOCTYPE")) return fail("doctype");
    if (stands_here("<?")) return fail("processing-instruction");
    return !stands_here("<!") || fail("markup");
  }
}

bool Reader::comment() {
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

// A tag or a CDATA section; comments were skipped before.
Next Reader::markup() {
  switch (at_[1]) {
    case '/':
      return end_tag();
    case '?':
      return stop("processing-instruction");
    case '!':
      if (stands_here("<![CDATA[")) return cdata();
      return stop(stands_here("<!DOCTYPE") ? "doctype" : "markup");
    default:
      return read_start_tag() ? Next::element : Next::fault;
  }
}

bool Reader::read_start_tag() {
  const char* const name = at_ + 1;
  bool has_names = false;  // a prefix or a declaration
  const std::size_t length = name_length(name, has_names);
  if (length == 0) return fail("name");
  if (depth_ == limits::kDepth) return fail("depth", true);
  tag_ = at_;
  name_ = open_[depth_++] = std::string_view(name, length);
  at_ = name + length;
  count_ = 0;
  while (*at_ != '>') {
    const char* const from = skip_blanks();
    if (*at_ == '>' || *at_ == '/') break;
    if (at_ == from) return fail("tag");
    if (count_ == limits::kAttributes) return fail("attribute-count", true);
    if (!attribute(has_names)) return false;
  }
  is_empty_ = *at_ == '/';
  if (is_empty_ && at_[1] != '>') return fail("tag");
  at_ += is_empty_ ? 2 : 1;
  if (has_names || !default_is_ours_) settle_names();
  return true;
}

bool Reader::attribute(bool& has_names) {
  const std::size_t length = name_length(at_, has_names);
  if (length == 0) return fail(at_ == end_ ? "unclosed" : "attribute-name");
  Attribute& into = attributes_[count_];
  into.name = std::string_view(at_, length);
  for (std::size_t i = 0; i < count_; ++i) {
    const std::string_view other = attributes_[i].name;
    if (other.size() == length && other[0] == into.name[0] && other == into.name)
      return fail("duplicate-attribute");
  }
  has_names |= into.name[0] == 'x' && into.name == "xmlns";
  at_ += length;
  skip_blanks();
  if (*at_ != '=') return fail("attribute-value");
  ++at_;
  skip_blanks();
  if (!value(into)) return false;
  ++count_;
  return true;
}

bool Reader::value(Attribute& into) {
  const char quote = *at_;
  if (quote != '"' && quote != '\'') return fail("attribute-value");
  const char* const from = ++at_;
  bool is_literal = true;
  while (*(at_ = value_stop(at_, end_, quote, is_literal)) != quote) {
    if (at_ == end_) return fail("unclosed");
    if (*at_ == '<') return fail("attribute-value");
    if (*at_ != '&') {
      ++at_;  // the other quote
      continue;
    }
    const std::size_t length = reference_at(at_).length;
    if (length == 0) return fail("entity");
    is_literal = false;
    at_ += length;
  }
  const auto size = static_cast<std::size_t>(at_ - from);
  if (size > limits::kAttributeBytes) return fail("attribute-bytes", true);
  into.written = std::string_view(from, size);
  into.is_literal = is_literal && (size == 0 || (*from != ' ' && at_[-1] != ' '));
  ++at_;
  return true;
}

// Ends the element that was opened last, which may be by its own start tag.
Next Reader::end_tag() {
  if (!is_empty_) {
    const char* behind = at_ + 2;
    for (const char c : open_[depth_ - 1]) {
      if (*behind++ != c) return stop("tag-mismatch");
    }
    if (*behind != '>' && !is_blank(*behind)) return stop("tag-mismatch");
    at_ = behind;
    skip_blanks();
    if (*at_ != '>') return stop("tag");
    ++at_;
  }
  is_empty_ = false;
  --depth_;
  if (!bindings_.empty() && bindings_.back().depth > depth_) unbind();
  return Next::end;
}

Next Reader::cdata() {
  const char* const begin = at_ + 9;
  if (!skip_past("]]>")) return stop("unclosed");
  const std::string_view written(begin, static_cast<std::size_t>(at_ - begin) - 3);
  const bool is_literal = written.find('\r') == written.npos;
  piece_ = {written, is_literal ? written.size() : xml::decoded(written, As::cdata).size(), is_literal, true};
  return Next::text;
}

Next Reader::text_from(const char* begin) {
  bool is_literal = true;
  std::size_t saved = 0;  // bytes by which the decoded text is shorter
  while (*(at_ = text_stop(at_, end_)) != '<') {
    if (at_ == end_) return stop("unclosed");
    if (*at_ == '&') {
      const Reference reference = reference_at(at_);
      if (reference.length == 0) return stop("entity");
      if (at_[1] == '#') rare_.add(offset_of(at_));
      saved += reference.length - utf8_length(reference.point);
      is_literal = false;
      at_ += reference.length;
      continue;
    }
    if (*at_ == '\r') {
      is_literal = false;
      saved += at_[1] == '\n' ? 1 : 0;
    } else if (stands_here("]]>")) {
      return stop("cdata-end");
    }
    ++at_;
  }
  const auto size = static_cast<std::size_t>(at_ - begin);
  piece_ = {std::string_view(begin, size), size - saved, is_literal, false};
  return Next::text;
}

std::string Reader::decoded() const {
  return xml::decoded(piece_.written, piece_.is_cdata ? As::cdata : As::text);
}

bool Reader::is_collapsed(std::string_view part) const {
  if (part.empty()) return true;
  if (part.front() == ' ' || part.back() == ' ') return false;
  const char* at = part.data();
  const char* const behind = at + part.size();
  for (; at < behind && end_ - at > kBlock; at += kBlock) {
    const unsigned within = behind - at < kBlock ? (1u << (behind - at)) - 1 : 0xFFFF;
    if ((mask_of(uncollapsed_in(at)) & within) != 0) return false;
  }
  for (; at < behind; ++at) {
    if (is_blank(*at) && (*at != ' ' || at[1] == ' ')) return false;
  }
  return true;
}

bool Reader::read_attributes(std::span<const std::string_view> names, std::span<std::string_view> values,
                             std::deque<std::string>& strings) const {
  std::size_t guess = 0;  // authors write them mostly in the grammar's order
  bool all_known = true;
  for (const Attribute& one : std::span(attributes_).first(count_)) {
    std::size_t tried = 0;
    while (tried < names.size() && one.name != names[guess]) {
      guess = guess + 1 == names.size() ? 0 : guess + 1;
      ++tried;
    }
    if (tried < names.size()) {
      values[guess] = one.is_literal ? one.written
                                     : strings.emplace_back(collapsed(xml::decoded(one.written, As::value)));
    } else {
      all_known = false;
    }
  }
  return all_known;
}

bool Reader::skip_past(std::string_view what) {
  const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  const std::size_t found = rest.find(what);
  if (found != rest.npos) at_ += found + what.size();
  return found != rest.npos;
}

// Usually a line feed and indentation.
void Reader::skip_more_blanks() {
  while (end_ - at_ >= kBlock) {
    const Block bytes = load_block(at_);
    const unsigned others = mask_of((bytes != ' ') & (bytes != '\n'));
    at_ += others == 0 ? kBlock : std::countr_zero(others);
    if (others != 0) break;
  }
  while (is_blank(*at_)) ++at_;
}

// Namespaces in XML 1.0: what the start tag declares, then what its names mean. Rare: the usual catalog has
// one xmlns on its root.
void Reader::settle_names() {
  if (!declare() || !settle_attributes() || !settle_element()) bad_names_ = true;
}

void Reader::unbind() {
  while (!bindings_.empty() && bindings_.back().depth > depth_) bindings_.pop_back();
  default_is_ours_ = uri_of("") == frame_.namespace_uri;
}

bool Reader::declare() {
  std::size_t kept = 0;
  for (const Attribute& one : std::span(attributes_).first(count_)) {
    const auto name = split(one.name);
    if (!name) return false;
    const bool is_default = name->prefix.empty() && name->local == "xmlns";
    if (!is_default && name->prefix != "xmlns") {
      attributes_[kept++] = one;
      continue;
    }
    const std::string_view prefix = is_default ? std::string_view() : name->local;
    std::string uri = xml::decoded(one.written, As::value);
    if (prefix == "xmlns" || uri == kXmlnsUri || (prefix == "xml") != (uri == kXmlUri)) return false;
    if (!prefix.empty() && uri.empty()) return false;
    bindings_.push_back({depth_, std::string(prefix), std::move(uri)});
  }
  count_ = kept;
  default_is_ours_ = uri_of("") == frame_.namespace_uri;
  return true;
}

std::optional<std::string_view> Reader::uri_of(std::string_view prefix) const {
  const auto found = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                  [prefix](const Binding& b) { return b.prefix == prefix; });
  if (found != bindings_.rend()) return found->uri;
  if (prefix == "xml") return kXmlUri;
  return prefix.empty() ? std::optional<std::string_view>("") : std::nullopt;
}

// Attributes with a prefix keep it, so that they are unknown. Two with the same expanded name are a fault.
bool Reader::settle_attributes() {
  std::vector<std::pair<std::string_view, std::string_view>> seen;
  std::size_t kept = 0;
  for (const Attribute& one : std::span(attributes_).first(count_)) {
    const auto name = split(one.name);
    bool is_hint = false;
    if (!name->prefix.empty()) {
      const auto uri = uri_of(name->prefix);
      if (!uri) return false;
      const std::pair expanded{*uri, name->local};
      if (std::find(seen.begin(), seen.end(), expanded) != seen.end()) return false;
      seen.push_back(expanded);
      is_hint = *uri == kSchemaInstanceUri &&
                (name->local == "schemaLocation" || name->local == "noNamespaceSchemaLocation");
    }
    if (!is_hint) attributes_[kept++] = one;
  }
  count_ = kept;
  return true;
}

bool Reader::settle_element() {
  const auto name = split(name_);
  if (!name || name->prefix == "xmlns") return false;
  const auto uri = uri_of(name->prefix);
  if (!uri) return false;
  if (*uri == frame_.namespace_uri) {
    name_ = name->local;
  } else if (name->prefix.empty()) {
    const auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
    const auto second = std::find_if_not(name_.begin() + 1, name_.end(), follows);
    foreign_name_.assign("?").append(second, name_.end());
    name_ = foreign_name_;
  }
  return true;
}

}  // namespace tocsin::xml
