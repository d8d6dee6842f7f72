// See xml_document.h.
#include "schema/format/xml_document.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "schema/core/text.h"
#include "schema/format/xml_words.h"

namespace tocsin::xml {

namespace {

Failure refusal(const Frame& frame, Code code, std::string_view rule, int line) {
  return Failure(Error{code, std::string(frame.operation), {}, std::string(rule), line, 0});
}

int line_in(std::string_view text, std::size_t at) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

bool is_utf16(std::string_view text) {
  return text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE");
}

// `count` elements, nothing beside them: what the scan has settled, asked of the tree once more. The library
// wants the byte behind the text for a NUL of its own.
bool load(pugi::xml_document& tree, char* text, std::size_t size, unsigned flags, std::size_t count = 1) {
  text[size] = '\0';
  if (tree.load_buffer_inplace(text, size + 1, flags, pugi::encoding_utf8).status != pugi::status_ok)
    return false;
  for (const pugi::xml_node node : tree.children()) {
    if (node.type() != pugi::node_element) return false;
    --count;
  }
  return count == 0;
}

}  // namespace

Result<void> Document::check_bytes(const Frame& frame) {
  const auto bad = [&](std::string_view rule, std::size_t at) {
    return refusal(frame, Code::malformed, rule, line_in(source_, at));
  };
  if (source_.size() > frame.max_bytes) return refusal(frame, Code::too_large, "size", 0);
  if (is_utf16(source_)) return bad("encoding", 0);
  if (is_text(source_, shape_.doubts)) return {};
  if (const auto at = source_.find('\0'); at != std::string::npos) return bad("nul", at);
  if (const auto at = first_bad_utf8(source_)) return bad("utf8", *at);
  return bad("character", first_bad_character(source_).value_or(0));
}

Result<void> Document::open(std::string bytes, const Frame& frame) {
  source_ = std::move(bytes);
  lines_ = LineCounter(source_);
  if (auto checked = check_bytes(frame); !checked) return checked;
  if (const auto fault = scan(source_, shape_)) {
    const int line = lines_.line_at(fault->at);
    return refusal(frame, fault->is_limit ? Code::too_large : Code::malformed, fault->rule, line);
  }
  if (!open_root()) return refusal(frame, Code::malformed, "well-formed", 0);
  if (!namespaces_.settle_root(root(), frame.namespace_uri) || !settle_pieces()) {
    return refusal(frame, Code::malformed, "namespace", 0);
  }
  if (root().name() == frame.root) return {};
  return refusal(frame, Code::malformed, "root", line_of(root()));
}

unsigned Document::flags() const {
  const unsigned strict = pugi::parse_default | pugi::parse_doctype | pugi::parse_pi;
  return shape_.blanks_matter ? strict | pugi::parse_ws_pcdata : strict;
}

// With a little more behind it: readers look at whole blocks, and an end tag or a NUL may be added.
char* Document::copy(Extent extent, Part& part) {
  const std::size_t size = extent.end - extent.begin;
  if (part.capacity < size + words::kSlack) {
    part.capacity = size + words::kSlack;
    part.bytes.reset(new char[part.capacity]);
  }
  part.extent = extent;
  std::memcpy(part.bytes.get(), source_.data() + extent.begin, size);
  std::memset(part.bytes.get() + size, 0, words::kSlack);
  return part.bytes.get();
}

// As if the start tag were the whole document: its end tag leaves room for the slash.
bool Document::open_root() {
  char* const tag = copy(shape_.root_tag, root_);
  std::size_t size = shape_.root_tag.end - shape_.root_tag.begin;
  if (tag[size - 2] != '/') {
    tag[size - 1] = '/';
    tag[size++] = '>';
  }
  return load(root_.tree, tag, size, flags());
}

// Names first, as in a tree of the whole. Rare, so that it may be done twice.
bool Document::settle_pieces() {
  for (std::size_t i = 0; shape_.uses_namespaces && i < piece_count(); ++i) {
    if (!piece(i)) return false;
  }
  batch_end_ = 0;
  return true;
}

pugi::xml_node Document::piece(std::size_t index) {
  if (!is_element(index)) return wrapped_text(shape_.pieces[index]);
  next_ = index >= batch_end_ ? load_batch(index) : next_.next_sibling();
  return !shape_.uses_namespaces || namespaces_.settle(next_) ? next_ : pugi::xml_node();
}

bool Document::is_element(std::size_t index) const {
  const char* const text = source_.data() + shape_.pieces[index].begin;
  return text[0] == '<' && text[1] != '!';
}

// Elements that stand in a row, as many as the processor's nearest cache holds; one at least. A small
// document in smaller batches: the fresh pages of buffer and tree would be most of its cost.
pugi::xml_node Document::load_batch(std::size_t index) {
  constexpr std::size_t kSmall = 64 << 10;
  const std::size_t batch_bytes = source_.size() < kSmall ? 2048 : 16384;
  Extent extent = shape_.pieces[index];
  batch_end_ = index + 1;
  while (batch_end_ < piece_count() && is_element(batch_end_) &&
         shape_.pieces[batch_end_].end - extent.begin <= batch_bytes) {
    extent.end = shape_.pieces[batch_end_++].end;
  }
  const bool good =
      load(batch_.tree, copy(extent, batch_), extent.end - extent.begin, flags(), batch_end_ - index);
  return good ? batch_.tree.first_child() : pugi::xml_node();
}

bool Document::is_harmless(std::size_t index) const {
  return !shape_.doubts.any_in(shape_.pieces[index].begin, shape_.pieces[index].end);
}

// The library wants an element around it.
pugi::xml_node Document::wrapped_text(Extent extent) {
  wrapped_ = "<x>" + source_.substr(extent.begin, extent.end - extent.begin) + "</x>";
  const std::size_t size = wrapped_.size();
  return load(text_, wrapped_.data(), size, flags()) ? text_.first_child().first_child() : pugi::xml_node();
}

std::size_t Document::offset_of(pugi::xml_node node) const {
  return offset_of(*node.name() != '\0' ? node.name() : node.value());
}

int Document::line_of(pugi::xml_node node) const {
  const std::size_t at = offset_of(node);
  return at < source_.size() ? lines_.line_at(at) : 0;
}

const void* Document::place_of(pugi::xml_node element) const {
  return source_.data() + offset_of(element);
}

std::unique_ptr<Reread> Document::reread(const void* place) const {
  const auto at = static_cast<std::size_t>(static_cast<const char*>(place) - source_.data());
  const auto behind = std::upper_bound(shape_.pieces.begin(), shape_.pieces.end(), at,
                                       [](std::size_t wanted, Extent one) { return wanted < one.begin; });
  const Extent extent = *std::prev(behind);
  auto again = std::make_unique<Reread>();
  again->bytes = source_.substr(extent.begin, extent.end - extent.begin);
  if (!load(again->tree, again->bytes.data(), again->bytes.size(), flags())) return again;
  Namespaces bound = namespaces_;
  if (shape_.uses_namespaces && !bound.settle(again->tree.first_child())) return again;
  const char* const name = again->bytes.data() + (at - extent.begin);
  again->element = again->tree.find_node([name](pugi::xml_node node) { return node.name() == name; });
  return again;
}

}  // namespace tocsin::xml
