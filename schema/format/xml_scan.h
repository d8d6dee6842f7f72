// Whether bytes are a well-formed XML 1.0 document within our bounds: decided here, because pugixml is lax
// where a signed document must not be (threats of ambiguity: two roots, junk behind NUL, duplicate
// attributes, entities). Layer: format. Builds nothing. Private to the parsers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/format/xml_bytes.h"

namespace tocsin::xml {

struct ScanFault {
  std::string_view rule;  // "duplicate-attribute"
  std::size_t at = 0;     // byte
  bool is_limit = false;
};

/// Bytes `begin` to before `end`.
struct Extent {
  std::uint32_t begin = 0, end = 0;
};

/// What the tree builder must heed.
struct Shape {
  bool uses_namespaces = false;  // a colon in a name, or xmlns below the root
  bool blanks_matter = false;    // somewhere white space alone stands where text may
  Doubts doubts;                 // of is_text, and numeric references
  Extent root_tag;               // the root's start tag
  std::vector<Extent> pieces;    // within the root: elements, CDATA, text that is not white space as written
};

/// Refuses, beside what is not well-formed: DOCTYPE, processing instructions, any XML declaration but
/// version 1.0 in UTF-8, more than limits::kDepth, kAttributes or kAttributeBytes. One pass, no recursion;
/// the bytes, less than 4 GiB, must be legal characters in UTF-8 (is_text).
[[nodiscard]] std::optional<ScanFault> scan(const std::string& text, Shape& shape);

}  // namespace tocsin::xml
