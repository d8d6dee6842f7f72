// See xml_document.h.
#include "schema/format/xml_document.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "schema/core/text.h"
#include "schema/format/xml_namespaces.h"

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

// One element, nothing beside it: what the scan has settled, asked of the tree once more.
bool is_one_element(const pugi::xml_parse_result& result, const pugi::xml_document& tree) {
  const pugi::xml_node first = tree.first_child();
  return result.status == pugi::status_ok && first.type() == pugi::node_element && first == tree.last_child();
}

bool load(pugi::xml_document& tree, char* text, std::size_t size, unsigned flags) {
  return is_one_element(tree.load_buffer_inplace(text, size, flags, pugi::encoding_utf8), tree);
}

}  // namespace

Result<void> Document::check_bytes(const Frame& frame) {
  const auto bad = [&](std::string_view rule, std::size_t at) {
    return refusal(frame, Code::malformed, rule, line_in(buffer_, at));
  };
  if (buffer_.size() > frame.max_bytes) return refusal(frame, Code::too_large, "size", 0);
  if (is_utf16(buffer_)) return bad("encoding", 0);
  if (const auto at = buffer_.find('\0'); at != std::string::npos) return bad("nul", at);
  if (const auto at = first_bad_utf8(buffer_)) return bad("utf8", *at);
  if (const auto at = first_bad_character(buffer_, lines_)) return bad("character", *at);
  return {};
}

Result<void> Document::open(std::string bytes, const Frame& frame) {
  buffer_ = std::move(bytes);
  if (auto checked = check_bytes(frame); !checked) return checked;
  if (const auto fault = scan(buffer_, shape_)) {
    const int line = lines_.line_at(fault->at);
    return refusal(frame, fault->is_limit ? Code::too_large : Code::malformed, fault->rule, line);
  }
  return build(frame);
}

Result<void> Document::build(const Frame& frame) {
  flags_ = pugi::parse_default | pugi::parse_doctype | pugi::parse_pi;
  if (shape_.blanks_matter) flags_ |= pugi::parse_ws_pcdata;
  is_whole_ = shape_.uses_namespaces || shape_.has_text_in_root;
  if (is_whole_ ? !build_whole() : !build_root_alone()) {
    return refusal(frame, Code::malformed, "well-formed", 0);
  }
  if (!settle_namespaces(root(), frame.namespace_uri, shape_.uses_namespaces)) {
    return refusal(frame, Code::malformed, "namespace", 0);
  }
  if (root().name() == frame.root) return {};
  return refusal(frame, Code::malformed, "root", line_of(root()));
}

bool Document::build_whole() {
  return load(tree_, buffer_.data(), buffer_.size(), flags_);
}

bool Document::build_root_alone() {
  const auto [begin, end] = shape_.root_tag;
  root_tag_ = buffer_.substr(begin, end - begin - 1);
  root_tag_ += root_tag_.back() == '/' ? ">" : "/>";
  original_ = std::make_unique_for_overwrite<char[]>(buffer_.size());
  return load(tree_, root_tag_.data(), root_tag_.size(), flags_);
}

// Copied before it is changed, and while it is about to be read anyway.
bool Document::load_child(std::size_t child) {
  const auto [begin, end] = shape_.children[child];
  std::memcpy(original_.get() + begin, buffer_.data() + begin, end - begin);
  return load(piece_, buffer_.data() + begin, end - begin, flags_);
}

std::unique_ptr<pugi::xml_document> Document::child_again(std::size_t child) const {
  const auto [begin, end] = shape_.children[child];
  auto tree = std::make_unique<pugi::xml_document>();
  const auto result = tree->load_buffer(original_.get() + begin, end - begin, flags_, pugi::encoding_utf8);
  return result.status == pugi::status_ok ? std::move(tree) : nullptr;
}

int Document::line_of(pugi::xml_node node) const {
  const char* const name = *node.name() != '\0' ? node.name() : node.value();
  const auto offset_in = [name](const std::string& text) {
    return static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(name) -
                                    reinterpret_cast<std::uintptr_t>(text.data()));
  };
  if (const std::size_t at = offset_in(buffer_); at < buffer_.size()) return lines_.line_at(at);
  const std::size_t at = offset_in(root_tag_);
  return at < root_tag_.size() ? lines_.line_at(shape_.root_tag.begin + at) : 0;
}

}  // namespace tocsin::xml
