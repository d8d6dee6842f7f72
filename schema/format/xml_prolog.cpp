// The scan: what may stand around the root. Layer: format.
#include "schema/format/xml_cursor.h"

namespace tocsin::xml {

namespace {

// Moves on only when it is there: blank, name, "=", quoted value.
bool pseudo_attribute(Cursor& cursor, std::string_view name, std::string_view& value) {
  const char* const from = cursor.skip_blanks();
  const bool here = cursor.at != from && cursor.starts_with(name);
  if (here) cursor.at += name.size();
  cursor.skip_blanks();
  if (!here || *cursor.at != '=') {
    cursor.at = from;
    return false;
  }
  ++cursor.at;
  cursor.skip_blanks();
  const char quote = *cursor.at;
  const char* const open = cursor.at + 1;
  const char* const close = quote == '"' || quote == '\'' ? std::strchr(open, quote) : nullptr;
  if (close == nullptr) return false;
  value = std::string_view(open, static_cast<std::size_t>(close - open));
  cursor.at = close + 1;
  return true;
}

bool is_utf8(std::string_view name) {
  return name.size() == 5 && (name[0] | 0x20) == 'u' && (name[1] | 0x20) == 't' && (name[2] | 0x20) == 'f' &&
         name.substr(3) == "-8";
}

}  // namespace

bool scan_declaration(Cursor& cursor) {
  cursor.at += 5;
  std::string_view value;
  if (!pseudo_attribute(cursor, "version", value) || value != "1.0") return cursor.fail("declaration");
  if (pseudo_attribute(cursor, "encoding", value) && !is_utf8(value)) return cursor.fail("encoding");
  if (pseudo_attribute(cursor, "standalone", value) && value != "yes" && value != "no") {
    return cursor.fail("declaration");
  }
  cursor.skip_blanks();
  if (!cursor.starts_with("?>")) return cursor.fail("declaration");
  cursor.at += 2;
  return true;
}

bool scan_comment(Cursor& cursor) {
  const char* const from = cursor.at;
  cursor.at += 4;
  if (!cursor.skip_past("--")) {
    cursor.at = from;
    return cursor.fail("unclosed");
  }
  if (*cursor.at != '>') return cursor.fail("comment");
  ++cursor.at;
  return true;
}

bool scan_misc(Cursor& cursor) {
  while (true) {
    cursor.skip_blanks();
    if (cursor.starts_with("<!--")) {
      if (!scan_comment(cursor)) return false;
      continue;
    }
    if (cursor.starts_with("<!DOCTYPE")) return cursor.fail("doctype");
    if (cursor.starts_with("<?")) return cursor.fail("processing-instruction");
    return !cursor.starts_with("<!") || cursor.fail("markup");
  }
}

}  // namespace tocsin::xml
