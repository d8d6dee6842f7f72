// The state of one reading of a catalog: its position, its strictness, its first fault. Private to the
// readers of the catalog.
#pragma once

#include <array>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/format/catalog/catalog.h"
#include "schema/format/xml/reader.h"

namespace tocsin {

using xml::is_present;

/// Every function that reads an element is called after the start tag was read. It returns true after the end
/// tag was read. It returns false if it called refuse(), or if the document is not well-formed and cannot be
/// read further. The caller decides what to discard: the message, the source or the catalog.
struct Reading {
  xml::Reader& in;
  std::deque<std::string>& strings;  // decoded texts
  bool strict = true;
  bool all_lines = true;
  std::size_t usual_texts = 0;        // number of texts of the message before
  std::vector<Condition> conditions;  // children read so far, of groups that are open

  std::string_view rule;
  bool is_limit = false;
  const char* where = nullptr;  // a start tag

  bool refuse(const char* tag, std::string_view what) {
    rule = what;
    is_limit = false;
    where = tag;
    return false;
  }
  bool refuse_limit(const char* tag, std::string_view what) {
    refuse(tag, what);
    is_limit = true;
    return false;
  }
  /// The line of a tag, or 0 in client reading.
  [[nodiscard]] int line_for_authors(const char* tag) const { return all_lines ? in.line_of(tag) : 0; }

  /// Stores a text for as long as the catalog lives.
  std::string_view keep(std::string text) { return strings.emplace_back(std::move(text)); }
  bool read_attributes(std::span<const std::string_view> names, std::span<std::string_view> values) {
    return in.read_attributes(names, values, strings);
  }
};

/// Attributes by position in `names`; any other one is refused.
template <std::size_t N>
bool read_known_attributes(Reading& reading, const std::array<std::string_view, N>& names,
                           std::array<std::string_view, N>& values) {
  return reading.read_attributes(names, values) || reading.refuse(reading.in.tag(), "unknown-attribute");
}

inline bool expect_no_attributes(Reading& reading) {
  return !reading.in.has_attributes() || reading.refuse(reading.in.tag(), "unknown-attribute");
}

/// No content at all, white space included.
inline bool expect_empty(Reading& reading) {
  const char* const tag = reading.in.tag();
  return reading.in.next_piece() == xml::Next::end || reading.refuse(tag, "not-empty");
}

/// Calls `read(name)` for every child element; text between them is refused.
template <typename Read>
bool each_child(Reading& reading, Read read) {
  const char* const parent = reading.in.tag();
  while (true) {
    switch (reading.in.next_child()) {
      case xml::Next::element:
        if (!read(reading.in.name())) return false;
        break;
      case xml::Next::text:
        return reading.refuse(parent, "stray-text");
      case xml::Next::end:
        return true;
      case xml::Next::fault:
        return false;
    }
  }
}

/// The condition tree of one message.
bool read_when(Reading& reading, Condition& when);
/// One `text`: everything is checked, the body is not built.
bool read_message_text(Reading& reading, Text& text);
/// The paragraphs of a body that was read, for Catalog::body().
std::vector<Block> build_body(std::string_view body);
/// One `message`. `message.id` is set if the id is valid, even if the message is not.
bool read_message(Reading& reading, Message& message);
/// Adds one `detect`. False in strict reading, and where the document is not well-formed.
bool read_detect(Reading& reading, Detect& detect);

}  // namespace tocsin
