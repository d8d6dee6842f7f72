// See xml_document.h.
#include "schema/format/xml_document.h"

#include <algorithm>
#include <cstdint>
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

bool Document::build(const Shape& shape) {
  unsigned flags = pugi::parse_default | pugi::parse_doctype | pugi::parse_pi;
  if (shape.blanks_matter) flags |= pugi::parse_ws_pcdata;
  const auto result = tree_.load_buffer_inplace(buffer_.data(), buffer_.size(), flags, pugi::encoding_utf8);
  return is_one_element(result, tree_);
}

Result<void> Document::open(std::string bytes, const Frame& frame) {
  buffer_ = std::move(bytes);
  if (auto checked = check_bytes(frame); !checked) return checked;
  Shape shape;
  if (const auto fault = scan(buffer_, shape)) {
    const int line = lines_.line_at(fault->at);
    return refusal(frame, fault->is_limit ? Code::too_large : Code::malformed, fault->rule, line);
  }
  if (!build(shape)) return refusal(frame, Code::malformed, "well-formed", 0);
  if (!settle_namespaces(root(), frame.namespace_uri, shape.uses_namespaces)) {
    return refusal(frame, Code::malformed, "namespace", 0);
  }
  if (root().name() == frame.root) return {};
  return refusal(frame, Code::malformed, "root", line_of(root()));
}

// By its name's place in the buffer: names and values are never moved out of it.
int Document::line_of(pugi::xml_node node) const {
  const char* const name = *node.name() != '\0' ? node.name() : node.value();
  const auto at = reinterpret_cast<std::uintptr_t>(name) - reinterpret_cast<std::uintptr_t>(buffer_.data());
  return at < buffer_.size() ? lines_.line_at(at) : 0;
}

}  // namespace tocsin::xml
