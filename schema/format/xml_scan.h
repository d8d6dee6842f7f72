// Whether bytes are a well-formed XML 1.0 document within our bounds: decided here, because pugixml is lax
// where a signed document must not be (threats of ambiguity: two roots, junk behind NUL, duplicate
// attributes, entities). Layer: format. Builds nothing. Private to the parsers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "schema/format/xml_characters.h"

namespace tocsin::xml {

struct ScanFault {
  std::string_view rule;  // "duplicate-attribute"
  std::size_t at = 0;     // byte
  bool is_limit = false;
};

/// What the tree builder must heed.
struct Shape {
  bool uses_namespaces = false;  // a colon in a name, or xmlns below the root
  bool blanks_matter = false;    // somewhere white space alone stands where text may
};

/// Refuses, beside what is not well-formed: DOCTYPE, processing instructions, any XML declaration but
/// version 1.0 in UTF-8, more than limits::kDepth, kAttributes or kAttributeBytes. One pass, no recursion;
/// the bytes must be legal characters in UTF-8 (first_bad_utf8, first_bad_character).
[[nodiscard]] std::optional<ScanFault> scan(const std::string& text, Shape& shape);

}  // namespace tocsin::xml
