// Bytes -> pugixml trees, in the one order that is safe: size, UTF-8, characters, own scan, and only then the
// library. Layer: format. Private to the parsers; knows no vocabulary.
#pragma once

#include <cstddef>
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

/// One document and its tree, whose strings lie in the document's buffer: readers may change them in place.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Afterwards elements of the frame's namespace have local names, others names that no vocabulary holds
  /// (they begin with "?" or hold a colon), and declarations and xsi:schemaLocation hints are gone. Errors:
  /// too_large, malformed; with rule and line.
  [[nodiscard]] Result<void> open(std::string bytes, const Frame& frame);

  [[nodiscard]] pugi::xml_node root() const { return tree_.first_child(); }
  [[nodiscard]] int line_of(pugi::xml_node node) const;

 private:
  Result<void> check_bytes(const Frame& frame);
  bool build(const Shape& shape);

  std::string buffer_;
  LineTable lines_;
  pugi::xml_document tree_;
};

}  // namespace tocsin::xml
