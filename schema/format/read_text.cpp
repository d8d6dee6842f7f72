// One `text` element: title, body and link, checked against bounds and against what may be shown.
// Layer: format.
#include "schema/core/locale.h"
#include "schema/core/text.h"
#include "schema/format/limits.h"
#include "schema/format/link.h"
#include "schema/format/reading.h"

namespace tocsin {

namespace {

/// Walks a body once: structure, bytes, lines, characters.
class BodyCheck {
 public:
  explicit BodyCheck(Reading& reading) : reading_(reading) {}
  bool check(pugi::xml_node body);

 private:
  bool check_block(pugi::xml_node node, std::string_view name);
  bool check_list(pugi::xml_node list);
  bool check_paragraph(pugi::xml_node node);
  bool check_inline(pugi::xml_node node, std::string_view name);
  bool check_bold(pugi::xml_node node);
  bool add_text(pugi::xml_node node);
  bool add_line(pugi::xml_node node);
  bool end_line(pugi::xml_node node);
  bool has_no_attributes(pugi::xml_node node) {
    return !node.first_attribute() || reading_.refuse(node, "unknown-attribute");
  }

  Reading& reading_;
  std::size_t bytes_ = 0;
  std::size_t lines_ = 0;
};

bool BodyCheck::check(pugi::xml_node body) {
  if (!has_no_attributes(body)) return false;
  bool any = false;
  const bool good = each_child(reading_, body, [&](pugi::xml_node child, std::string_view name) {
    any = true;
    return check_block(child, name);
  });
  return good && (any || reading_.refuse(body, "empty-body"));
}

bool BodyCheck::check_block(pugi::xml_node node, std::string_view name) {
  if (name == "p") return check_paragraph(node);
  return name == "ul" ? check_list(node) : reading_.refuse(node, "unknown-element");
}

bool BodyCheck::check_list(pugi::xml_node list) {
  if (!has_no_attributes(list)) return false;
  bool any = false;
  const bool good = each_child(reading_, list, [&](pugi::xml_node child, std::string_view name) {
    any = true;
    return name == "li" ? check_paragraph(child) : reading_.refuse(child, "unknown-element");
  });
  return good && (any || reading_.refuse(list, "empty-list"));
}

bool BodyCheck::check_paragraph(pugi::xml_node node) {
  if (!has_no_attributes(node) || !add_line(node)) return false;
  reading_.scratch.clear();
  for (auto child = node.first_child(); child.type() != pugi::node_null; child = child.next_sibling()) {
    const char* const name = child.name();
    if (*name != '\0' ? !check_inline(child, name) : !add_text(child)) return false;
  }
  return end_line(node);
}

bool BodyCheck::check_inline(pugi::xml_node node, std::string_view name) {
  if (name == "b") return check_bold(node);
  if (name != "br") return reading_.refuse(node, "unknown-element");
  return has_no_attributes(node) && expect_empty(reading_, node) && end_line(node) && add_line(node);
}

bool BodyCheck::check_bold(pugi::xml_node node) {
  if (!has_no_attributes(node)) return false;
  for (auto child = node.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return reading_.refuse(child, "unknown-element");
    if (!add_text(child)) return false;
  }
  return true;
}

bool BodyCheck::add_text(pugi::xml_node node) {
  const std::string_view text = node.value();
  bytes_ += text.size();
  if (bytes_ > limits::kBodyBytes) return reading_.refuse_limit(node.parent(), "body-bytes");
  if (!reading_.is_harmless) reading_.scratch += text;
  return true;
}

bool BodyCheck::add_line(pugi::xml_node node) {
  return ++lines_ <= limits::kBodyLines || reading_.refuse_limit(node, "body-lines");
}

// Isolates must balance within a line, whatever elements stand in it. White space is judged as it will be
// shown.
bool BodyCheck::end_line(pugi::xml_node node) {
  const bool good = text_fault(reading_.scratch).empty() || text_fault(collapsed(reading_.scratch)).empty();
  reading_.scratch.clear();
  return good || reading_.refuse(node, "banned-character");
}

bool read_shown(Reading& reading, pugi::xml_node node, std::string_view& text) {
  if (!xml::read_text(node, text, reading.scratch)) return reading.refuse(node, "unknown-element");
  text = reading.keep(text);
  if (text.empty()) return reading.refuse(node, "empty-text");
  if (text.size() > limits::kTitleCodePoints && code_points(text) > limits::kTitleCodePoints) {
    return reading.refuse(node, "too-long");
  }
  return reading.is_harmless || text_fault(text).empty() || reading.refuse(node, "banned-character");
}

bool read_title(Reading& reading, pugi::xml_node node, Text& text) {
  if (node.first_attribute()) return reading.refuse(node, "unknown-attribute");
  return read_shown(reading, node, text.title);
}

bool read_link(Reading& reading, pugi::xml_node node, Text& text) {
  constexpr std::array<std::string_view, 1> kNames{"href"};
  std::array<std::string_view, 1> values;
  if (!read_known_attributes(reading, node, kNames, values)) return false;
  if (!xml::is_present(values[0])) return reading.refuse(node, "missing-attribute");
  if (!is_link(values[0])) return reading.refuse(node, "link");
  text.link_url = values[0];
  return read_shown(reading, node, text.link_label);
}

// title, body, link?: in this order.
bool read_part(Reading& reading, pugi::xml_node node, std::string_view name, int& next, Text& text) {
  const int part = name == "title" ? 0 : name == "body" ? 1 : name == "link" ? 2 : -1;
  if (part < 0) return reading.refuse(node, "unknown-element");
  if (part != next) return reading.refuse(node, "order");
  ++next;
  if (part == 0) return read_title(reading, node, text);
  if (part == 2) return read_link(reading, node, text);
  text.node = reading.document.place_of(node);
  return BodyCheck(reading).check(node);
}

}  // namespace

bool read_message_text(Reading& reading, pugi::xml_node node, Text& text) {
  constexpr std::array<std::string_view, 1> kNames{"locale"};
  std::array<std::string_view, 1> values;
  if (!read_known_attributes(reading, node, kNames, values)) return false;
  if (!xml::is_present(values[0])) return reading.refuse(node, "missing-attribute");
  if (!is_language_tag(values[0])) return reading.refuse(node, "language-tag");
  text.locale = values[0];
  text.line = reading.line_for_authors(node);
  int next = 0;
  if (!each_child(reading, node, [&](pugi::xml_node child, std::string_view name) {
        return read_part(reading, child, name, next, text);
      })) {
    return false;
  }
  return next >= 2 || reading.refuse(node, "missing-element");
}

}  // namespace tocsin
