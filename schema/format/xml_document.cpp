// See xml_document.h.
#include "schema/format/xml_document.h"

#include <algorithm>
#include <utility>

#include "schema/core/text.h"
#include "schema/format/xml_namespaces.h"
#include "schema/format/xml_scan.h"

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

Result<void> check_bytes(const Frame& frame, Document& document) {
  const std::string& text = document.buffer;
  const auto bad = [&](std::string_view rule, std::size_t at) {
    return refusal(frame, Code::malformed, rule, line_in(text, at));
  };
  if (text.size() > frame.max_bytes) return refusal(frame, Code::too_large, "size", 0);
  if (is_utf16(text)) return bad("encoding", 0);
  if (const auto at = text.find('\0'); at != std::string::npos) return bad("nul", at);
  if (const auto at = first_bad_utf8(text)) return bad("utf8", *at);
  if (const auto at = first_bad_character(text, document.lines)) return bad("character", *at);
  return {};
}

// One root, nothing beside it: what the scan has settled, asked of the tree once more.
bool has_one_root(const pugi::xml_document& tree) {
  const pugi::xml_node first = tree.first_child();
  return first.type() == pugi::node_element && first == tree.last_child();
}

bool build(Document& document, const Shape& shape) {
  unsigned flags = pugi::parse_default | pugi::parse_doctype | pugi::parse_pi;
  if (shape.blanks_matter) flags |= pugi::parse_ws_pcdata;
  const auto result = document.tree.load_buffer_inplace(document.buffer.data(), document.buffer.size(), flags,
                                                        pugi::encoding_utf8);
  return result.status == pugi::status_ok && has_one_root(document.tree);
}

}  // namespace

int Document::line_of(pugi::xml_node node) const {
  const std::ptrdiff_t at = node.offset_debug();
  return at < 0 ? 0 : lines.line_at(static_cast<std::size_t>(at));
}

Result<void> open(std::string bytes, const Frame& frame, Document& document) {
  document.buffer = std::move(bytes);
  if (auto checked = check_bytes(frame, document); !checked) return checked;
  Shape shape;
  if (const auto fault = scan(document.buffer, shape)) {
    const int line = document.lines.line_at(fault->at);
    return refusal(frame, fault->is_limit ? Code::too_large : Code::malformed, fault->rule, line);
  }
  if (!build(document, shape)) return refusal(frame, Code::malformed, "well-formed", 0);
  if (!settle_namespaces(document.root(), frame.namespace_uri, shape.uses_namespaces)) {
    return refusal(frame, Code::malformed, "namespace", 0);
  }
  if (document.root().name() != frame.root) {
    return refusal(frame, Code::malformed, "root", document.line_of(document.root()));
  }
  return {};
}

}  // namespace tocsin::xml
