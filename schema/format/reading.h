// One reading of a catalog: where it stands, how strict it is, what was wrong first. Layer: format. Private
// to the catalog's readers.
#pragma once

#include <array>
#include <deque>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>

#include "schema/format/catalog.h"
#include "schema/format/xml_document.h"
#include "schema/format/xml_values.h"

namespace tocsin {

/// Every reader returns false behind refuse(); who called decides what falls: the message, the source, the
/// catalog.
struct Reading {
  const xml::Document& document;
  std::deque<std::string>& strings;  // texts that the document does not hold as they are meant
  bool strict = true;
  bool all_lines = true;
  bool is_harmless = false;  // nothing within the piece of the document that is being read need be looked at
  std::string scratch;       // a line, to be checked as a whole

  std::string_view rule;
  bool is_limit = false;
  pugi::xml_node where;

  bool refuse(pugi::xml_node node, std::string_view what) {
    rule = what;
    is_limit = false;
    where = node;
    return false;
  }
  bool refuse_limit(pugi::xml_node node, std::string_view what) {
    refuse(node, what);
    is_limit = true;
    return false;
  }
  [[nodiscard]] int line_of(pugi::xml_node node) const { return document.line_of(node); }
  /// 0 where nobody will ask.
  [[nodiscard]] int line_for_authors(pugi::xml_node node) const { return all_lines ? line_of(node) : 0; }

  /// Of a text in the tree, what the model may hold; an absent one stays absent.
  std::string_view keep(std::string_view text) {
    if (!xml::is_present(text)) return text;
    const char* const there = document.as_written(text);
    return there != nullptr ? std::string_view(there, text.size()) : strings.emplace_back(text);
  }
  /// As xml::read_attributes, to be held.
  bool read_attributes(pugi::xml_node element, std::span<const std::string_view> names,
                       std::span<std::string_view> values) {
    const bool all_known = xml::read_attributes(element, names, values);
    for (std::string_view& value : values) value = keep(value);
    return all_known;
  }
};

/// Attributes by position in `names`; any other one is refused.
template <std::size_t N>
bool read_known_attributes(Reading& reading, pugi::xml_node node,
                           const std::array<std::string_view, N>& names,
                           std::array<std::string_view, N>& values) {
  return reading.read_attributes(node, names, values) || reading.refuse(node, "unknown-attribute");
}

/// Calls `read(child, name)` for every child element; text between them is refused. The library's calls are
/// what walking a tree costs: only elements have a name.
template <typename Read>
bool each_child(Reading& reading, pugi::xml_node parent, Read read) {
  for (auto child = parent.first_child();; child = child.next_sibling()) {
    if (const char* const name = child.name(); *name != '\0') {
      if (!read(child, std::string_view(name))) return false;
      continue;
    }
    const xml::Piece piece = xml::piece_of(child);
    if (piece == xml::Piece::none) return true;
    if (piece != xml::Piece::blank) return reading.refuse(parent, "stray-text");
  }
}

/// No content at all, white space included.
inline bool expect_empty(Reading& reading, pugi::xml_node node) {
  return !node.first_child() || reading.refuse(node, "not-empty");
}

/// The condition tree of one message.
bool read_when(Reading& reading, pugi::xml_node node, Condition& when);
/// One `text`: everything is checked, the body is not built.
bool read_message_text(Reading& reading, pugi::xml_node node, Text& text);
/// The body's paragraphs, as Catalog::body promises them.
std::vector<Block> build_body(pugi::xml_node body);
/// One `message`, whose fault is left in `reading`. `message.id` is set whenever there is a good one.
bool read_message(Reading& reading, pugi::xml_node node, Message& message);
/// Adds one `detect`. False in strict reading only.
bool read_detect(Reading& reading, pugi::xml_node node, Detect& detect);

}  // namespace tocsin
