// The `detect` element as Detect. A source that a client cannot read becomes one that fails, without effect
// on others.
#include <optional>

#include "schema/core/text/text.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/catalog/source_grammar.h"

namespace tocsin {

namespace {

/// The attributes of one kind of source. `value` is empty if the kind has none.
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

bool fill_source(Reading& reading, const SourceShape& shape, Source& source) {
  const char* const tag = reading.in.tag();
  const std::array<std::string_view, 3> names{shape.name, "scheme", shape.value};
  const std::size_t count = shape.value.empty() ? 2 : 3;
  std::array<std::string_view, 3> values;
  if (!reading.read_attributes(std::span(names).first(count), values)) {
    return reading.refuse(tag, "unknown-attribute");
  }
  const auto [name, scheme, value] = values;
  if (!expect_empty(reading)) return false;
  if (!is_present(name) || (shape.value_required && !is_present(value))) {
    return reading.refuse(tag, "missing-attribute");
  }
  if (!shape.is_name(name)) return reading.refuse(tag, "source-place");
  if (is_present(value) && !shape.is_value(value)) return reading.refuse(tag, "source-place");
  const auto chosen = is_present(scheme) ? scheme_from_name(scheme) : shape.scheme;
  const bool is_possible = chosen != Scheme::upstream || shape.kind == Source::Kind::package;
  if (!chosen || !is_possible) return reading.refuse(tag, "source-scheme");
  source = {shape.kind, name, value, *chosen, source.line};
  return true;
}

bool read_source(Reading& reading, std::string_view name, std::vector<Source>& sources) {
  const char* const tag = reading.in.tag();
  const std::size_t outside = reading.in.depth() - 1;
  Source source;
  source.line = reading.in.line_of(tag);
  const SourceShape* const shape = shape_of(name);
  const bool good =
      shape != nullptr ? fill_source(reading, *shape, source) : reading.refuse(tag, "unknown-source");
  sources.push_back(source);
  return good || (!reading.strict && reading.in.leave_to(outside));
}

bool read_sources(Reading& reading, std::vector<Source>& sources) {
  return each_child(reading, [&](auto name) { return read_source(reading, name, sources); });
}

bool read_host(Reading& reading, Detect& detect) {
  const char* const tag = reading.in.tag();
  detect.has_host = true;
  const bool good = expect_no_attributes(reading) && read_sources(reading, detect.host) &&
                    (!detect.host.empty() || reading.refuse(tag, "no-source"));
  if (!good) detect.host.push_back(Source{});
  return good;
}

Detected* find_in(std::vector<Detected>& all, std::string_view id) {
  for (Detected& one : all) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

bool fill_declared(Reading& reading, bool unknown_attribute, Detected& declared) {
  if (unknown_attribute) return reading.refuse(reading.in.tag(), "unknown-attribute");
  return read_sources(reading, declared.sources);
}

// If one thing is declared twice, neither declaration is used.
bool read_declared(Reading& reading, std::string_view key, std::vector<Detected>& all) {
  const char* const tag = reading.in.tag();
  const std::array names{key};
  std::array<std::string_view, 1> values;
  const bool unknown = !reading.read_attributes(names, values);
  if (!is_present(values[0])) return reading.refuse(tag, "missing-attribute");
  if (!is_identifier(values[0])) return reading.refuse(tag, "identifier");
  if (Detected* const other = find_in(all, values[0])) {
    other->sources.assign(1, Source{});
    return reading.refuse(tag, "duplicate-declaration");
  }
  Detected& declared = all.emplace_back(Detected{values[0], {}, reading.in.line_of(tag)});
  if (fill_declared(reading, unknown, declared)) return true;
  declared.sources.assign(1, Source{});
  return false;
}

bool read_part(Reading& reading, Detect& detect, bool is_first) {
  const char* const tag = reading.in.tag();
  const std::string_view name = reading.in.name();
  if (name == "host") {
    if (reading.strict && !is_first) return reading.refuse(tag, "order");
    return read_host(reading, detect);
  }
  if (name == "console") return read_declared(reading, "type", detect.consoles);
  if (name == "component") return read_declared(reading, "id", detect.components);
  return reading.refuse(tag, "unknown-element");
}

}  // namespace

// Client reading skips every part with a fault.
bool read_detect(Reading& reading, Detect& detect) {
  const char* const tag = reading.in.tag();
  const std::size_t depth = reading.in.depth();
  bool good = expect_no_attributes(reading), is_first = true;
  while (good || !reading.strict) {
    switch (reading.in.next_child()) {
      case xml::Next::element:
        good = read_part(reading, detect, std::exchange(is_first, false));
        if (!good && (reading.strict || !reading.in.leave_to(depth))) return false;
        break;
      case xml::Next::text:
        good = reading.refuse(tag, "stray-text");
        break;
      case xml::Next::end:
        return true;
      case xml::Next::fault:
        return false;
    }
  }
  return false;
}

}  // namespace tocsin
