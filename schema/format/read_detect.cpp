// The `detect` element -> Detect. What a client cannot read becomes a source that fails: nobody else is
// harmed. Layer: format.
#include <optional>

#include "schema/core/text.h"
#include "schema/format/reading.h"
#include "schema/format/source_grammar.h"

namespace tocsin {

namespace {

/// How one element names its place. `value` is empty where the source has none.
struct SourceShape {
  std::string_view element;
  Source::Kind kind;
  std::string_view name, value;
  bool (*is_name)(std::string_view);
  bool (*is_value)(std::string_view);
  bool value_required;
  Scheme scheme;
};

bool is_value_name(std::string_view text) {
  return text.empty() || is_display_name(text);
}

constexpr SourceShape kShapes[] = {
    {"registry", Source::Kind::registry, "key", "value", is_registry_key, is_value_name, false,
     Scheme::dotted},
    {"uninstall", Source::Kind::uninstall, "name", {}, is_display_name, nullptr, false, Scheme::dotted},
    {"file", Source::Kind::file, "path", {}, is_local_path, nullptr, false, Scheme::dotted},
    {"service", Source::Kind::service, "name", {}, is_service_name, nullptr, false, Scheme::dotted},
    {"package", Source::Kind::package, "name", {}, is_package_name, nullptr, false, Scheme::deb},
    {"keyfile", Source::Kind::keyfile, "path", "key", is_local_path, is_keyfile_key, true, Scheme::dotted},
    {"config", Source::Kind::config, "path", "at", is_local_path, is_config_place, true, Scheme::dotted},
};

const SourceShape* shape_of(std::string_view element) {
  for (const SourceShape& shape : kShapes) {
    if (shape.element == element) return &shape;
  }
  return nullptr;
}

bool fill_source(Reading& reading, pugi::xml_node node, const SourceShape& shape, Source& source) {
  const std::array<std::string_view, 3> names{shape.name, "scheme", shape.value};
  const std::size_t count = shape.value.empty() ? 2 : 3;
  std::array<std::string_view, 3> values;
  if (!reading.read_attributes(node, std::span(names).first(count), values)) {
    return reading.refuse(node, "unknown-attribute");
  }
  const auto [name, scheme, value] = values;
  if (!expect_empty(reading, node)) return false;
  if (!xml::is_present(name) || (shape.value_required && !xml::is_present(value))) {
    return reading.refuse(node, "missing-attribute");
  }
  if (!shape.is_name(name)) return reading.refuse(node, "source-place");
  if (xml::is_present(value) && !shape.is_value(value)) return reading.refuse(node, "source-place");
  const auto chosen = xml::is_present(scheme) ? scheme_from_name(scheme) : shape.scheme;
  if (!chosen) return reading.refuse(node, "source-scheme");
  source = {shape.kind, name, value, *chosen, source.line};
  return true;
}

bool read_source(Reading& reading, pugi::xml_node node, std::string_view name, std::vector<Source>& sources) {
  Source source;
  source.line = reading.line_of(node);
  const SourceShape* const shape = shape_of(name);
  const bool good =
      shape != nullptr ? fill_source(reading, node, *shape, source) : reading.refuse(node, "unknown-source");
  sources.push_back(source);
  return good || !reading.strict;
}

bool read_sources(Reading& reading, pugi::xml_node node, std::vector<Source>& sources) {
  return each_child(reading, node,
                    [&](auto child, auto name) { return read_source(reading, child, name, sources); });
}

bool read_host(Reading& reading, pugi::xml_node node, Detect& detect) {
  detect.has_host = true;
  std::array<std::string_view, 0> none;
  const bool good = read_known_attributes(reading, node, none, none) &&
                    read_sources(reading, node, detect.host) &&
                    (!detect.host.empty() || reading.refuse(node, "no-source"));
  if (!good) detect.host.push_back(Source{});
  return good;
}

Detected* find_in(std::vector<Detected>& all, std::string_view id) {
  for (Detected& one : all) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

bool fill_declared(Reading& reading, pugi::xml_node node, bool unknown_attribute, Detected& declared) {
  if (unknown_attribute) return reading.refuse(node, "unknown-attribute");
  return read_sources(reading, node, declared.sources);
}

// Of two declarations of one thing neither is believed.
bool read_declared(Reading& reading, pugi::xml_node node, std::string_view key, std::vector<Detected>& all) {
  const std::array names{key};
  std::array<std::string_view, 1> values;
  const bool unknown = !reading.read_attributes(node, names, values);
  if (!xml::is_present(values[0])) return reading.refuse(node, "missing-attribute");
  if (!is_identifier(values[0])) return reading.refuse(node, "identifier");
  if (Detected* const other = find_in(all, values[0])) {
    other->sources.assign(1, Source{});
    return reading.refuse(node, "duplicate-declaration");
  }
  Detected& declared = all.emplace_back(Detected{values[0], {}, reading.line_of(node)});
  if (fill_declared(reading, node, unknown, declared)) return true;
  declared.sources.assign(1, Source{});
  return false;
}

bool read_part(Reading& reading, pugi::xml_node node, Detect& detect, bool& is_first) {
  const std::string_view name = node.name();
  const bool first = std::exchange(is_first, false);
  if (name == "host") {
    if (reading.strict && !first) return reading.refuse(node, "order");
    return read_host(reading, node, detect);
  }
  if (name == "console") return read_declared(reading, node, "type", detect.consoles);
  if (name == "component") return read_declared(reading, node, "id", detect.components);
  return reading.refuse(node, "unknown-element");
}

}  // namespace

bool read_detect(Reading& reading, pugi::xml_node node, Detect& detect) {
  std::array<std::string_view, 0> none;
  bool good = read_known_attributes(reading, node, none, none);
  bool is_first = true;
  for (auto child = node.first_child(); child && (good || !reading.strict); child = child.next_sibling()) {
    const xml::Piece piece = xml::piece_of(child);
    if (piece == xml::Piece::element) {
      good &= read_part(reading, child, detect, is_first);
    } else if (piece != xml::Piece::blank) {
      good = reading.refuse(node, "stray-text");
    }
  }
  return good || !reading.strict;
}

}  // namespace tocsin
