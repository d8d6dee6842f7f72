// Bytes -> pugixml tree, in the one order that is safe: size, UTF-8, characters, own scan, and only then the
// library. Layer: format. Private to the parsers; knows no vocabulary.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/format/xml_characters.h"

namespace tocsin::xml {

/// A tree whose strings lie in `buffer`, which it owns and may change in place. Neither movable nor copyable.
struct Document {
  std::string buffer;
  pugi::xml_document tree;
  LineTable lines;

  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  [[nodiscard]] pugi::xml_node root() const { return tree.first_child(); }
  [[nodiscard]] int line_of(pugi::xml_node node) const;
};

/// What a document must be before its vocabulary is read.
struct Frame {
  std::string_view operation;  // "catalog.parse"
  std::size_t max_bytes = 0;
  std::string_view namespace_uri;  // of the root; empty: none
  std::string_view root;           // its local name
};

/// Fills `document`. Afterwards elements of the frame's namespace have local names, others names that no
/// vocabulary holds (they begin with "?" or hold a colon), and declarations and xsi:schemaLocation hints are
/// gone. Errors: too_large, malformed; with rule and line.
[[nodiscard]] Result<void> open(std::string bytes, const Frame& frame, Document& document);

}  // namespace tocsin::xml
