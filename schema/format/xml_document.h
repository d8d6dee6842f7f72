// Bytes -> pugixml trees, in the one order that is safe: size, UTF-8, characters, own scan, and only then the
// library. Layer: format. Private to the parsers; knows no vocabulary.
#pragma once

#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/format/xml_characters.h"
#include "schema/format/xml_scan.h"

namespace tocsin::xml {

/// What a document must be before its vocabulary is read.
struct Frame {
  std::string_view operation;  // "catalog.parse"
  std::size_t max_bytes = 0;
  std::string_view namespace_uri;  // of the root; empty: none
  std::string_view root;           // its local name
};

/// One document. Usually it is read child by child of the root: a tree of one child is small and still in the
/// cache when it is walked, which halves the cost of a large catalog. Strings of the trees lie in the
/// document's buffer and live as long as it does; nodes live until the next child is read. With namespaces
/// below the root, or text beside the children, there is one whole tree.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Afterwards elements of the frame's namespace have local names, others names that no vocabulary holds
  /// (they begin with "?" or hold a colon), and declarations and xsi:schemaLocation hints are gone. Errors:
  /// too_large, malformed; with rule and line.
  [[nodiscard]] Result<void> open(std::string bytes, const Frame& frame);

  /// For its attributes; its children only when the document is whole.
  [[nodiscard]] pugi::xml_node root() const { return tree_.first_child(); }
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] std::size_t child_count() const { return shape_.children.size(); }

  /// Calls `visit` with each child of the root, text too, until it returns false.
  template <typename Visit>
  bool each_root_child(Visit visit);
  /// Which child of a document in pieces is being visited.
  [[nodiscard]] std::size_t child() const { return child_; }
  /// That child once more, from the bytes as they came; for a document in pieces.
  [[nodiscard]] std::unique_ptr<pugi::xml_document> child_again(std::size_t child) const;

  [[nodiscard]] int line_of(pugi::xml_node node) const;

 private:
  Result<void> check_bytes(const Frame& frame);
  Result<void> build(const Frame& frame);
  bool build_whole();
  bool build_root_alone();
  bool load_child(std::size_t child);

  std::string buffer_;
  std::unique_ptr<char[]> original_;  // of the children, once buffer_ is changed; in pieces only
  std::string root_tag_;              // in pieces only
  LineTable lines_;
  Shape shape_;
  unsigned flags_ = 0;
  bool is_whole_ = true;
  pugi::xml_document tree_;   // the whole, or the root without its children
  pugi::xml_document piece_;  // one child
  std::size_t child_ = 0;
};

template <typename Visit>
bool Document::each_root_child(Visit visit) {
  if (is_whole_) {
    for (auto child = root().first_child(); child; child = child.next_sibling()) {
      if (!visit(child)) return false;
    }
    return true;
  }
  for (child_ = 0; child_ < shape_.children.size(); ++child_) {
    if (!load_child(child_) || !visit(piece_.first_child())) return false;
  }
  return true;
}

}  // namespace tocsin::xml
