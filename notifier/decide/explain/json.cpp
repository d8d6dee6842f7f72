// Writes the document tocsin.explain/1. The only source of this folder that uses the JSON library.
#include <nlohmann/json.hpp>

#include "notifier/decide/explain/explain.h"
#include "schema/core/text/ascii_json.h"

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json[std::string(key)] = text;
}

std::string_view name_key(std::string_view op) {
  if (op == "console") return "type";
  if (op == "component") return "id";
  return op == "os" ? "family" : "name";
}

Json condition_json(const ExplainedCondition& node) {
  Json json;
  json["op"] = node.op;
  put(json, name_key(node.op), node.name);
  put(json, "id", node.os_id);
  put(json, "like", node.os_like);
  put(json, "arch", node.os_arch);
  put(json, "expected", node.expected);
  put(json, "value", node.values);
  put(json, "found", node.found);
  put(json, "source", node.source);
  put(json, "scheme", node.scheme);
  json["result"] = truth_name(node.result);
  for (const auto& child : node.children) json["children"].push_back(condition_json(child));
  return json;
}

Json message_json(const ExplainedMessage& message) {
  Json json;
  json["id"] = message.message->id;
  json["revision"] = message.message->revision;
  json["due"] = message.due();
  json["reason"] = reason_name(message.reason);
  json["language"] = message.language.empty() ? Json() : Json(message.language);
  json["next"] = message.next ? Json(format_instant(*message.next)) : Json();
  json["when"] = message.when ? condition_json(*message.when) : Json();
  return json;
}

}  // namespace

std::string explain_json(const std::vector<ExplainedMessage>& messages, Instant at,
                         std::span<const std::string> locales) {
  Json json;
  json["schema"] = "tocsin.explain/1";
  json["at"] = format_instant(at);
  json["locales"] = std::vector<std::string>(locales.begin(), locales.end());
  json["messages"] = Json::array();
  for (const auto& message : messages) json["messages"].push_back(message_json(message));
  return ascii_json(json, 2) + "\n";
}

}  // namespace tocsin
