// Reads and writes facts files. A library of its own, since the gate links the rest of this folder and no
// JSON.
#include "notifier/facts/file.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

Failure bad(std::string_view key, std::string_view what) {
  return fail(Code::malformed, "facts.parse", std::string(key) + ": " + std::string(what), "facts");
}

std::string below(std::string key, std::string_view name) {
  return key.append(".").append(name);
}

Result<Finding> versioned(const std::string& key, const Json& object) {
  Finding finding{Truth::yes, {}, Scheme::dotted, "facts file"};
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) return bad(below(key, name), "not a string");
    const auto& text = value.get_ref<const std::string&>();
    if (name == "version") {
      finding.version = text;
    } else if (const auto scheme = scheme_from_name(text); name == "scheme" && scheme) {
      finding.scheme = *scheme;
    } else {
      return bad(below(key, name), name == "scheme" ? "not a scheme" : "unknown key");
    }
  }
  if (finding.version.empty()) return bad(key + ".version", "missing or empty");
  return finding;
}

Result<Finding> finding(const std::string& key, const Json& value) {
  if (value.is_null()) return Finding{Truth::unknown, {}, Scheme::dotted, "facts file"};
  if (value.is_boolean()) {
    return value.get<bool>() ? Finding{Truth::yes, {}, Scheme::dotted, "facts file"} : Finding{};
  }
  if (value.is_object()) return versioned(key, value);
  if (!value.is_string()) return bad(key, "not a version, an object, true, false or null");
  if (value.get_ref<const std::string&>().empty()) return bad(key, "an empty version");
  return Finding{Truth::yes, value.get<std::string>(), Scheme::dotted, "facts file"};
}

Result<void> read_findings(FileFacts::Findings& into, const std::string& key, const Json& value) {
  if (!value.is_object()) return bad(key, "not an object");
  for (const auto& [id, entry] : value.items()) {
    auto found = TRY(finding(below(key, id), entry));
    into.insert_or_assign(id, std::move(found));
  }
  return {};
}

std::string* os_field(OsFact& os, std::string_view name) {
  if (name == "family") return &os.family;
  if (name == "id") return &os.id;
  if (name == "version") return &os.version;
  return name == "arch" ? &os.arch : nullptr;
}

Result<void> read_like(OsFact& os, const Json& value) {
  if (value.is_null()) return {};
  if (!value.is_array()) return bad("os.like", "not a list");
  auto& like = os.like.emplace();
  for (const auto& entry : value) {
    if (!entry.is_string()) return bad("os.like", "not a string in it");
    like.push_back(entry.get<std::string>());
  }
  return {};
}

// null and "" stand for a fact that could not be established, as on the live machine.
Result<void> read_os(OsFact& os, const Json& value) {
  if (value.is_null()) return {};
  if (!value.is_object()) return bad("os", "not an object");
  for (const auto& [name, entry] : value.items()) {
    if (name == "like") {
      TRY(read_like(os, entry));
      continue;
    }
    auto* field = os_field(os, name);
    if (field == nullptr) return bad("os." + name, "unknown key");
    if (!entry.is_string() && !entry.is_null()) return bad("os." + name, "not a string");
    *field = entry.is_null() ? std::string() : entry.get<std::string>();
  }
  return {};
}

Result<void> read_locales(std::vector<std::string>& into, const Json& value) {
  if (!value.is_array()) return bad("locales", "not a list");
  for (const auto& entry : value) {
    if (!entry.is_string()) return bad("locales", "not a string in it");
    auto tag = canonical_tag(entry.get_ref<const std::string&>());
    if (!tag) return bad("locales", "not a language tag: " + entry.get<std::string>());
    into.push_back(*std::move(tag));
  }
  return {};
}

Json truth_json(Truth truth) {
  return truth == Truth::unknown ? Json() : Json(truth == Truth::yes);
}

// One question is enough: presence does not depend on whether a version is needed.
Json finding_json(const Finding& finding) {
  if (finding.present != Truth::yes || finding.version.empty()) return truth_json(finding.present);
  if (finding.scheme == Scheme::dotted) return finding.version;
  return {{"version", finding.version}, {"scheme", scheme_name(finding.scheme)}};
}

Json os_json(const OsFact& os) {
  const auto field = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json json;
  json["family"] = field(os.family);
  json["id"] = field(os.id);
  json["like"] = os.like ? Json(*os.like) : Json();
  json["version"] = field(os.version);
  json["arch"] = field(os.arch);
  return json;
}

}  // namespace

class FactsReader {
 public:
  static Result<void> read(FileFacts& facts, const std::string& key, const Json& value) {
    if (key == "host") return truth(facts.host_, key, value);
    if (key == "member") return flag(facts.member_, key, value);
    if (key == "os") return read_os(facts.os_, value);
    if (key == "consoles") return read_findings(facts.consoles_, key, value);
    if (key == "components") return read_findings(facts.components_, key, value);
    if (key == "locales") return read_locales(facts.locales_, value);
    if (key == "comment") return {};
    return bad(key, "unknown key");
  }

 private:
  static Result<void> truth(Truth& into, const std::string& key, const Json& value) {
    if (!value.is_boolean() && !value.is_null()) return bad(key, "not true, false or null");
    into = value.is_null() ? Truth::unknown : value.get<bool>() ? Truth::yes : Truth::no;
    return {};
  }
  static Result<void> flag(bool& into, const std::string& key, const Json& value) {
    if (!value.is_boolean()) return bad(key, "not true or false");
    into = value.get<bool>();
    return {};
  }
};

Finding FileFacts::console(std::string_view type, Need) {
  const auto found = consoles_.find(type);
  return found == consoles_.end() ? Finding{} : found->second;
}

Finding FileFacts::component(std::string_view id, Need) {
  const auto found = components_.find(id);
  return found == components_.end() ? Finding{} : found->second;
}

Result<std::unique_ptr<FileFacts>> parse_facts_file(std::string_view json) {
  const auto document = Json::parse(json.begin(), json.end(), nullptr, false);
  if (!document.is_object()) return bad("facts file", document.is_discarded() ? "not JSON" : "not an object");
  auto facts = std::make_unique<FileFacts>();
  for (const auto& [key, value] : document.items()) {
    TRY(FactsReader::read(*facts, key, value));
  }
  return facts;
}

std::string write_facts_file(const Detect& detect, Facts& facts, std::span<const std::string> locales) {
  Json json;
  json["host"] = truth_json(detect.has_host ? facts.host() : Truth::yes);
  json["member"] = facts.member();
  json["os"] = os_json(facts.os());
  json["consoles"] = Json::object();
  for (const auto& console : detect.consoles) {
    json["consoles"][std::string(console.id)] = finding_json(facts.console(console.id, Need::version));
  }
  json["components"] = Json::object();
  for (const auto& component : detect.components) {
    json["components"][std::string(component.id)] =
        finding_json(facts.component(component.id, Need::version));
  }
  json["locales"] = Json(std::vector<std::string>(locales.begin(), locales.end()));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin
