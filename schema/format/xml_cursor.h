// Where a scan stands, and its parts that have a source of their own. Layer: format. Private to scan().
// The string's own NUL at its end stops every loop: no other NUL gets here.
#pragma once

#include <array>
#include <cstring>

#include "schema/format/limits.h"
#include "schema/format/xml_characters.h"
#include "schema/format/xml_scan.h"
#include "schema/format/xml_words.h"

namespace tocsin::xml {

struct Cursor {
  explicit Cursor(const std::string& text)
      : begin(text.data()), end(text.data() + text.size()), at(text.data()) {}

  bool fail(std::string_view rule, bool is_limit = false) {
    fault = ScanFault{rule, offset(), is_limit};
    return false;
  }
  [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(at - begin); }
  [[nodiscard]] bool starts_with(std::string_view what) const {
    return std::strncmp(at, what.data(), what.size()) == 0;
  }
  bool skip_past(std::string_view what) {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    const std::size_t found = rest.find(what);
    if (found != std::string_view::npos) at += found + what.size();
    return found != std::string_view::npos;
  }
  /// Returns where it stood before.
  const char* skip_blanks() {
    const char* const from = at;
    if (!is_blank(*at)) return from;
    ++at;
    while (end - at >= 8 && words::load(at) == words::kOnes * ' ') at += 8;  // indentation
    while (is_blank(*at)) ++at;
    return from;
  }

  const char* const begin;
  const char* const end;
  const char* at;
  std::optional<ScanFault> fault;
  std::array<std::string_view, limits::kAttributes> names;  // of the start tag that is being read
};

/// Moves behind the reference that begins here; a fault if it is none.
inline bool scan_reference(Cursor& cursor, Shape& shape) {
  const std::size_t length = reference_length(cursor.at);
  if (length == 0) return cursor.fail("entity");
  if (cursor.at[1] == '#') shape.doubts.add(cursor.offset());
  cursor.at += length;
  return true;
}

/// The rest of a start tag behind the element's name, up to ">" or "/>".
bool scan_attributes(Cursor& cursor, bool is_root, Shape& shape);

/// "<?xml ... ?>", of which "<?xml" and a blank are known to be there.
bool scan_declaration(Cursor& cursor);
/// "<!-- ... -->", of which "<!--" is known to be there.
bool scan_comment(Cursor& cursor);
/// White space and comments before or behind the root.
bool scan_misc(Cursor& cursor);

}  // namespace tocsin::xml
