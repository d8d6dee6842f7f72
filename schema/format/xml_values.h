// Attributes and simple text of an element as the grammar means them: white space collapsed, every piece
// joined. They last as long as the tree. Layer: format. Private to the parsers; knows no vocabulary.
#pragma once

#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::xml {

/// Collapses white space as xs:token does, in the document's own buffer: words::kSlack bytes stand behind it.
[[nodiscard]] std::string_view collapse(char* text);

/// Fills `values[i]` with the collapsed value of attribute `names[i]`; where it is absent, data() is null.
/// Shape: false when there is an attribute that is not in `names`.
[[nodiscard]] bool read_attributes(pugi::xml_node element, std::span<const std::string_view> names,
                                   std::span<std::string_view> values);

[[nodiscard]] inline bool is_present(std::string_view value) {
  return value.data() != nullptr;
}

/// What a child of an element is; `none` behind the last.
enum class Piece : unsigned char { none, element, text, blank, cdata };
[[nodiscard]] Piece piece_of(pugi::xml_node node);

/// The collapsed text of an element: text and CDATA joined, in `joined` where it does not lie in one place.
/// Shape: false when it holds an element.
[[nodiscard]] bool read_text(pugi::xml_node element, std::string_view& text, std::string& joined);

}  // namespace tocsin::xml
