// The scan: attributes. Layer: format.
#include <algorithm>

#include "schema/format/xml_cursor.h"

namespace tocsin::xml {

namespace {

const char* value_stop(const char* at, const char* end, char quote) {
  for (; end - at >= static_cast<std::ptrdiff_t>(words::kBytes); at += words::kBytes) {
    const words::Bytes bytes = words::load_bytes(at);
    const std::size_t stop =
        words::first_marked((bytes == static_cast<unsigned char>(quote)) | (bytes == '<') | (bytes == '&'));
    if (stop != words::kBytes) return at + stop;
  }
  while (!is(*at, kValueStop)) ++at;
  return at;
}

bool scan_value(Cursor& cursor, Shape& shape) {
  const char quote = *cursor.at;
  if (quote != '"' && quote != '\'') return cursor.fail("attribute-value");
  const char* const from = ++cursor.at;
  while (true) {
    cursor.at = value_stop(cursor.at, cursor.end, quote);
    if (*cursor.at == quote) break;
    if (cursor.at == cursor.end) return cursor.fail("unclosed");
    if (*cursor.at == '<') return cursor.fail("attribute-value");
    if (*cursor.at != '&') {
      ++cursor.at;  // the other quote
    } else if (!scan_reference(cursor, shape)) {
      return false;
    }
  }
  if (static_cast<std::size_t>(cursor.at - from) > limits::kAttributeBytes) {
    return cursor.fail("attribute-bytes", true);
  }
  ++cursor.at;
  return true;
}

bool is_taken(const Cursor& cursor, std::string_view name, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view other = cursor.names[i];
    if (other.size() == name.size() && other[0] == name[0] && other == name) return true;
  }
  return false;
}

bool scan_attribute(Cursor& cursor, std::size_t count, bool is_root, Shape& shape) {
  const std::size_t length = name_length(cursor.at, shape.uses_namespaces);
  if (length == 0) return cursor.fail(cursor.at == cursor.end ? "unclosed" : "attribute-name");
  const std::string_view name(cursor.at, length);
  if (is_taken(cursor, name, count)) return cursor.fail("duplicate-attribute");
  cursor.names[count] = name;
  shape.uses_namespaces |= name[0] == 'x' && !is_root && name == "xmlns";
  cursor.at += length;
  cursor.skip_blanks();
  if (*cursor.at != '=') return cursor.fail("attribute-value");
  ++cursor.at;
  cursor.skip_blanks();
  return scan_value(cursor, shape);
}

}  // namespace

bool scan_attributes(Cursor& cursor, bool is_root, Shape& shape) {
  for (std::size_t count = 0;; ++count) {
    const char* const from = cursor.skip_blanks();
    if (*cursor.at == '>' || *cursor.at == '/') return true;
    if (cursor.at == from) return cursor.fail("tag");
    if (count == limits::kAttributes) return cursor.fail("attribute-count", true);
    if (!scan_attribute(cursor, count, is_root, shape)) return false;
  }
}

}  // namespace tocsin::xml
