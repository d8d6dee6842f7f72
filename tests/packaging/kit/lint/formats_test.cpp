// The four ways to print findings. For SARIF the part of the JSON schema of SARIF 2.1.0 that tocsin uses:
// which properties an object may and must have, and what they hold.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "packaging/kit/lint/lint.h"

using namespace tocsin;
using Json = nlohmann::json;

namespace {

const LintReport kClean{{}, true};
const LintReport kFound{{{"grammar", 0, FindingLevel::error, "", "Do it."},
                         {"long-title", 5, FindingLevel::warning, "m", "50 % of 'a,b: c'\r\nis \xC3\xBC."},
                         {"region-only", 7, FindingLevel::hint, "n", "Maybe."}},
                        false};

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A property of SARIF: the kind of its value, and for objects and lists of objects which definition they
/// obey.
struct Property {
  std::string_view kind;  // string, level, uri, line, index, version, object, list
  std::string_view definition = {};
  bool is_required = false;
};
using Definition = std::map<std::string, Property, std::less<>>;

/// From sarif-schema-2.1.0.json. `additionalProperties` is false in each of them.
const std::map<std::string, Definition, std::less<>> kDefinitions = {
    {"sarifLog",
     {{"$schema", {"string"}}, {"version", {"version", {}, true}}, {"runs", {"list", "run", true}}}},
    {"run", {{"tool", {"object", "tool", true}}, {"results", {"list", "result"}}}},
    {"tool", {{"driver", {"object", "toolComponent", true}}}},
    {"toolComponent",
     {{"name", {"string", {}, true}}, {"version", {"string"}}, {"rules", {"list", "reportingDescriptor"}}}},
    {"reportingDescriptor",
     {{"id", {"string", {}, true}},
      {"shortDescription", {"object", "multiformatMessageString"}},
      {"defaultConfiguration", {"object", "reportingConfiguration"}}}},
    {"multiformatMessageString", {{"text", {"string", {}, true}}}},
    {"reportingConfiguration", {{"level", {"level"}}}},
    {"result",
     {{"ruleId", {"string"}},
      {"ruleIndex", {"index"}},
      {"level", {"level"}},
      {"message", {"object", "message", true}},
      {"locations", {"list", "location"}}}},
    {"message", {{"text", {"string", {}, true}}}},
    {"location", {{"physicalLocation", {"object", "physicalLocation"}}}},
    {"physicalLocation",
     {{"artifactLocation", {"object", "artifactLocation", true}}, {"region", {"object", "region"}}}},
    {"artifactLocation", {{"uri", {"uri"}}}},
    {"region", {{"startLine", {"line"}}}},
};

bool is_uri_reference(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto is_hex = [&](std::size_t where) {
      return where < text.size() && std::isxdigit(static_cast<unsigned char>(text[where])) != 0;
    };
    if (c == '%' && !(is_hex(at + 1) && is_hex(at + 2))) return false;
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 &&
        std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) == std::string_view::npos)
      return false;
  }
  return true;
}

std::string fault_of(const Json& value, const Property& property, const std::string& where);

std::string fault_of_object(const Json& object, std::string_view name, const std::string& where) {
  if (!object.is_object()) return where + ": no object";
  const Definition& definition = kDefinitions.find(name)->second;
  for (const auto& [key, property] : definition) {
    if (property.is_required && !object.contains(key)) return where + ": no " + key;
  }
  for (const auto& [key, value] : object.items()) {
    const auto property = definition.find(key);
    if (property == definition.end()) return where + ": may not have " + key;
    if (auto fault = fault_of(value, property->second, where + "." + key); !fault.empty()) return fault;
  }
  return {};
}

std::string fault_of(const Json& value, const Property& property, const std::string& where) {
  const auto kind = property.kind;
  if (kind == "object") return fault_of_object(value, property.definition, where);
  if (kind == "list") {
    if (!value.is_array()) return where + ": no list";
    for (const Json& one : value) {
      if (auto fault = fault_of_object(one, property.definition, where + "[]"); !fault.empty()) return fault;
    }
    return {};
  }
  if (kind == "line" || kind == "index")
    return value.is_number_integer() && value.get<int>() >= (kind == "line" ? 1 : -1) ? ""
                                                                                      : where + ": number";
  if (!value.is_string()) return where + ": no string";
  const auto text = value.get<std::string>();
  const std::set<std::string> levels{"none", "note", "warning", "error"};
  if (kind == "level" && !levels.contains(text)) return where + ": " + text;
  if (kind == "version" && text != "2.1.0") return where + ": " + text;
  return kind == "uri" && !is_uri_reference(text) ? where + ": " + text : std::string();
}

}  // namespace

TEST_CASE("lines") {
  CHECK(finding_line(kFound.findings[0], "a.xml") == "a.xml: error: grammar: Do it.");
  CHECK(finding_line(kFound.findings[2], "a.xml") == "a.xml:7: hint: region-only: n: Maybe.");
}

TEST_CASE("JSON is ASCII and has every finding") {
  const std::string text = lint_json(kFound, "\xC3\xA4.xml");
  CHECK(is_ascii(text));
  const Json json = Json::parse(text);
  CHECK(json["schema"] == "tocsin.lint/1");
  CHECK(json["file"] == "\xC3\xA4.xml");
  CHECK(json["grammar"] == false);
  CHECK(json["findings"].size() == 3);
  CHECK(json["findings"][0]["message"].is_null());
  CHECK(json["findings"][1]["sentence"] == "50 % of 'a,b: c'\r\nis \xC3\xBC.");
  CHECK(json["findings"][2]["severity"] == "hint");
  CHECK(Json::parse(lint_json(kClean, "a.xml"))["findings"] == Json::array());
}

TEST_CASE("workflow commands are one line each, with GitHub's escapes") {
  CHECK(lint_github(kClean, "a.xml").empty());
  CHECK(lint_github(kFound, "a,b:c%.xml") ==
        "::error file=a%2Cb%3Ac%25.xml,title=grammar::Do it.\n"
        "::warning file=a%2Cb%3Ac%25.xml,line=5,title=long-title::m: 50 %25 of 'a,b: c'%0D%0Ais \xC3\xBC.\n"
        "::notice file=a%2Cb%3Ac%25.xml,line=7,title=region-only::n: Maybe.\n");
}

TEST_CASE("SARIF is as its schema wants it, with and without findings") {
  for (const LintReport* report : {&kClean, &kFound}) {
    for (const std::string file :
         {"a.xml", "a folder/\xC3\xA4#?.xml", "/srv/a.xml", "C:\\srv\\a.xml", "a:b%.xml"}) {
      CAPTURE(file);
      const std::string text = lint_sarif(*report, file);
      CHECK(is_ascii(text));
      CHECK(fault_of_object(Json::parse(text), "sarifLog", "log") == "");
    }
  }
}

TEST_CASE("SARIF says what the findings say") {
  const Json clean = Json::parse(lint_sarif(kClean, "a.xml"));
  CHECK(clean["runs"].size() == 1);
  CHECK(clean["runs"][0]["results"] == Json::array());
  const Json run = Json::parse(lint_sarif(kFound, "a folder/b.xml"))["runs"][0];
  const Json& rules = run["tool"]["driver"]["rules"];
  CHECK(rules.size() == lint_rules().size());
  const Json &first = run["results"][0], &second = run["results"][1], &third = run["results"][2];
  CHECK(first["level"] == "error");
  CHECK_FALSE(first["locations"][0]["physicalLocation"].contains("region"));
  CHECK(second["level"] == "warning");
  CHECK(rules[second["ruleIndex"].get<std::size_t>()]["id"] == second["ruleId"]);
  CHECK(second["message"]["text"] == "m: 50 % of 'a,b: c'\r\nis \xC3\xBC.");
  CHECK(second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20folder/b.xml");
  CHECK(second["locations"][0]["physicalLocation"]["region"]["startLine"] == 5);
  CHECK(third["level"] == "note");
}

TEST_CASE("the check of SARIF sees faults") {
  const Json sound = Json::parse(lint_sarif(kFound, "a.xml"));
  const auto fault = [&](const char* pointer, const Json& value) {
    Json changed = sound;
    changed[Json::json_pointer(pointer)] = value;
    return fault_of_object(changed, "sarifLog", "log");
  };
  CHECK(fault("/version", "2.0.0") == "log.version: 2.0.0");
  CHECK(fault("/runs/0/results/0/level", "hint") == "log.runs[].results[].level: hint");
  CHECK(fault("/runs/0/results/0/severity", "x") == "log.runs[].results[]: may not have severity");
  CHECK(fault("/runs/0/results/1/locations/0/physicalLocation/region/startLine", 0) ==
        "log.runs[].results[].locations[].physicalLocation.region.startLine: number");
  CHECK(fault("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri", "a b") ==
        "log.runs[].results[].locations[].physicalLocation.artifactLocation.uri: a b");
  Json changed = sound;
  changed["runs"][0].erase("tool");
  CHECK(fault_of_object(changed, "sarifLog", "log") == "log.runs[]: no tool");
}
