// See xml_values.h.
#include "schema/format/xml_values.h"

#include <cstdint>
#include <cstring>

#include "schema/core/text.h"
#include "schema/format/xml_characters.h"

namespace tocsin::xml {

namespace {

// The first byte at or below blank; only white space can be: the scan has refused the rest.
const char* next_low(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u, kHigh = kOnes * 0x80;
  while (end - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if (((word - kOnes * 0x21) & ~word & kHigh) != 0) break;
    at += 8;
  }
  while (at != end && static_cast<unsigned char>(*at) > ' ') ++at;
  return at;
}

// Neither at its ends nor in a row, and blanks only.
bool is_collapsed(const char* text, std::size_t size) {
  if (is_blank(text[0]) || is_blank(text[size - 1])) return false;
  for (const char* at = text; (at = next_low(at, text + size)) != text + size; ++at) {
    if (*at != ' ' || is_blank(at[1])) return false;
  }
  return true;
}

// The buffer is ours and pugixml has already written into it; its interface alone says const.
char* writable(const char* text) {
  return const_cast<char*>(text);
}

bool is_only_piece(pugi::xml_node node) {
  return !node.next_sibling() && (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata);
}

}  // namespace

std::string_view collapse(char* text) {
  const std::size_t size = std::strlen(text);
  if (size == 0 || is_collapsed(text, size)) return {text, size};
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
    const std::string_view name = attribute.name();
    if (name.empty()) return all_known;
    std::size_t tried = 0;
    while (tried < names.size() && names[guess] != name) {
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

bool read_text(pugi::xml_node element, std::deque<std::string>& joined, std::string_view& text) {
  const auto first = element.first_child();
  if (!first || is_only_piece(first)) {
    text = first ? collapse(writable(first.value())) : std::string_view("");
    return true;
  }
  std::string whole;
  for (auto child = first; child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return false;
    whole += child.value();
  }
  text = joined.emplace_back(collapsed(whole));
  return true;
}

}  // namespace tocsin::xml
