#include "tests/fuzz/catalog_xml.h"

namespace tocsin::fuzz {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_markup = c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
    out += is_markup ? "&#" + std::to_string(static_cast<int>(c)) + ";" : std::string(1, c);
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}
std::string attribute_if_any(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : attribute(name, value);
}

std::string source(const Source& one) {
  constexpr std::string_view kElements[] = {"registry", "uninstall", "file",  "service",
                                            "package",  "keyfile",   "config"};
  constexpr std::string_view kNames[] = {"key", "name", "path", "name", "name", "path", "path"};
  constexpr std::string_view kValues[] = {"value", "", "", "", "", "key", "at"};
  const auto kind = static_cast<std::size_t>(one.kind);
  return "<" + std::string(kElements[kind]) + attribute(kNames[kind], one.name) +
         attribute_if_any(kValues[kind], one.value) + attribute("scheme", scheme_name(one.scheme)) + "/>";
}

std::string sources(const std::vector<Source>& all) {
  std::string out;
  for (const Source& one : all) out += source(one);
  return out;
}

std::string detect(const Detect& detect) {
  std::string out = "<detect>";
  if (detect.has_host) out += "<host>" + sources(detect.host) + "</host>";
  for (const Detected& one : detect.consoles) {
    out += "<console" + attribute("type", one.id) + ">" + sources(one.sources) + "</console>";
  }
  for (const Detected& one : detect.components) {
    out += "<component" + attribute("id", one.id) + ">" + sources(one.sources) + "</component>";
  }
  return out + "</detect>";
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

std::string_view name_attribute(Condition::Op op) {
  if (op == Condition::Op::console) return "type";
  return op == Condition::Op::component ? "id" : "family";
}

std::string condition(const Condition& one) {
  const std::string element(op_name(one.op));
  std::string out = "<" + element;
  if (!one.name.empty()) out += attribute(name_attribute(one.op), one.name);
  out += attribute_if_any("id", one.os_id) + attribute_if_any("like", one.os_like) +
         attribute_if_any("arch", one.os_arch) + attribute_if_any("value", one.values);
  out += attribute_if_any("version", one.range_text);
  if (one.op == Condition::Op::locale) out += attribute("match", joined(one.locale_ranges));
  if (one.children.empty()) return out + "/>";
  out += ">";
  for (const Condition& child : one.children) out += condition(child);
  return out + "</" + element + ">";
}

std::string when(const Condition& all) {
  std::string out = "<when>";
  for (const Condition& child : all.children) out += condition(child);
  return out + "</when>";
}

std::string inline_piece(const Inline& one) {
  switch (one.kind) {
    case Inline::Kind::text:
      return escaped(one.text);
    case Inline::Kind::bold:
      return "<b>" + escaped(one.text) + "</b>";
    case Inline::Kind::line_break:
      return "<br/>";
    case Inline::Kind::found:
      return "{found:" + one.text + "}";
    case Inline::Kind::bold_found:
      return "<b>{found:" + one.text + "}</b>";
  }
  return {};
}

std::string block(const Block& one) {
  const bool is_item = one.kind == Block::Kind::item;
  std::string out = is_item ? "<ul><li>" : "<p>";
  for (const Inline& piece : one.inlines) out += inline_piece(piece);
  return out + (is_item ? "</li></ul>" : "</p>");
}

std::string text(const Catalog& catalog, const Text& one) {
  std::string out =
      "<text" + attribute("locale", one.locale) + "><title>" + escaped(one.title) + "</title><body>";
  for (const Block& piece : catalog.body(one)) out += block(piece);
  out += "</body>";
  if (!one.link_url.empty()) {
    out += "<link" + attribute("href", one.link_url) + ">" + escaped(one.link_label) + "</link>";
  }
  return out + "</text>";
}

std::string message(const Catalog& catalog, const Message& one) {
  std::string out = "\n<message" + attribute("id", one.id);
  out += attribute("revision", std::to_string(one.revision));
  out += attribute("renotify-from", std::to_string(one.renotify_from));
  out +=
      attribute("category", category_name(one.category)) + attribute("severity", severity_name(one.severity));
  if (one.not_before) out += attribute("not-before", format_instant(*one.not_before));
  out += attribute("expires", format_instant(one.expires));
  if (one.act_by) out += attribute("act-by", act_by_text(one));
  if (one.audience_all) out += attribute("audience", "all");
  out += attribute("when-unknown", one.show_when_unknown ? "show" : "hide");
  out += attribute("scope", one.scope == Scope::machine ? "machine" : "user");
  out += attribute("until", one.until == Until::resolved ? "resolved" : "acknowledged");
  out += attribute_if_any("reference", one.reference) + ">";
  if (one.when) out += when(*one.when);
  for (const std::string_view id : one.supersedes) out += "<supersedes" + attribute("id", id) + "/>";
  for (const Text& language : one.texts) out += text(catalog, language);
  return out + "</message>";
}

}  // namespace

std::string catalog_xml(const Catalog& catalog) {
  std::string out = "<catalog xmlns=\"urn:tocsin:catalog:1\"";
  out += attribute("default-locale", catalog.default_locale) + ">" + detect(catalog.detect);
  for (const Message& one : catalog.messages) out += message(catalog, one);
  for (const Withdrawn& one : catalog.withdrawn) {
    out += "<withdrawn" + attribute("id", one.id) + attribute("notify", one.notify ? "yes" : "no") + "/>";
  }
  return out + "</catalog>";
}

}  // namespace tocsin::fuzz
