// See xml_values.h.
#include "schema/format/xml_values.h"

#include <cstring>
#include <optional>

#include "schema/core/text.h"
#include "schema/format/xml_characters.h"
#include "schema/format/xml_words.h"

namespace tocsin::xml {

namespace {

// The text's size where nothing need be collapsed: no blanks at its ends or in a row, and no other white
// space (other controls cannot be, the scan has refused them). What stands behind its NUL is looked at, but
// does not count.
std::optional<std::size_t> collapsed_size(const char* text) {
  std::size_t at = 0, first = words::kBytes;
  for (; first == words::kBytes; at += words::kBytes) {
    const words::Bytes bytes = words::load_bytes(text + at), next = words::load_bytes(text + at + 1);
    first = words::first_marked(((bytes == ' ') & (next == ' ')) | (bytes < ' '));
  }
  const std::size_t size = at - words::kBytes + first;
  if (text[size] != '\0' || text[0] == ' ' || (size > 0 && text[size - 1] == ' ')) return std::nullopt;
  return size;
}

bool is_name(const char* text, std::string_view name) {
  return text[0] == name[0] && std::strncmp(text, name.data(), name.size()) == 0 && text[name.size()] == '\0';
}

// The buffer is ours and pugixml has already written into it; its interface alone says const.
char* writable(const char* text) {
  return const_cast<char*>(text);
}

bool is_only_piece(pugi::xml_node node) {
  const auto type = node.type();
  return (type == pugi::node_pcdata || type == pugi::node_cdata) &&
         node.next_sibling().type() == pugi::node_null;
}

}  // namespace

std::string_view collapse(char* text) {
  if (const auto size = collapsed_size(text)) return {text, *size};
  char* out = text;
  bool blank_due = false;
  for (const char* at = text; *at != '\0'; ++at) {
    if (is_blank(*at)) {
      blank_due = out != text;
      continue;
    }
    if (blank_due) *out++ = ' ';
    blank_due = false;
    *out++ = *at;
  }
  *out = '\0';
  return {text, static_cast<std::size_t>(out - text)};
}

// The library's calls are what walking a tree costs: a missing attribute is known by its empty name.
bool read_attributes(pugi::xml_node element, std::span<const std::string_view> names,
                     std::span<std::string_view> values) {
  std::size_t guess = 0;  // authors write them mostly in the grammar's order
  bool all_known = true;
  for (auto attribute = element.first_attribute();; attribute = attribute.next_attribute()) {
    const char* const name = attribute.name();
    if (*name == '\0') return all_known;
    std::size_t tried = 0;
    while (tried < names.size() && !is_name(name, names[guess])) {
      guess = guess + 1 == names.size() ? 0 : guess + 1;
      ++tried;
    }
    if (tried < names.size()) {
      values[guess] = collapse(writable(attribute.value()));
    } else {
      all_known = false;
    }
  }
}

Piece piece_of(pugi::xml_node node) {
  switch (node.type()) {
    case pugi::node_element:
      return Piece::element;
    case pugi::node_null:
      return Piece::none;
    case pugi::node_cdata:
      return Piece::cdata;
    default:
      return is_blank(std::string_view(node.value())) ? Piece::blank : Piece::text;
  }
}

bool read_text(pugi::xml_node element, std::string_view& text, std::string& joined) {
  const auto first = element.first_child();
  if (is_only_piece(first)) {
    text = collapse(writable(first.value()));
    return true;
  }
  std::string whole;
  for (auto child = first; child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return false;
    whole += child.value();
  }
  text = joined = collapsed(whole);
  return true;
}

}  // namespace tocsin::xml
