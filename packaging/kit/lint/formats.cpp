// Findings as lines, as JSON, as GitHub's workflow commands and as SARIF 2.1.0.
#include <nlohmann/json.hpp>

#include "packaging/kit/lint/lint.h"
#include "schema/core/text/ascii_json.h"

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

Json finding_json(const LintFinding& finding) {
  Json json;
  json["rule"] = finding.rule;
  json["line"] = finding.line;
  json["severity"] = level_name(finding.level);
  json["message"] = finding.message.empty() ? Json() : Json(finding.message);
  json["sentence"] = finding.sentence;
  return json;
}

std::string text_of(const LintFinding& finding) {
  return finding.message.empty() ? finding.sentence : finding.message + ": " + finding.sentence;
}

// What GitHub's runner decodes: in values of properties also the characters that end one.
std::string escaped(std::string_view text, std::string_view also = {}) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '%' && c != '\r' && c != '\n' && also.find(c) == also.npos) {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[byte / 16];
    out += kHex[byte % 16];
  }
  return out;
}

std::string_view github_command(FindingLevel level) {
  if (level == FindingLevel::hint) return "notice";
  return level_name(level);
}

std::string_view sarif_level(FindingLevel level) {
  if (level == FindingLevel::hint) return "note";
  return level_name(level);
}

// RFC 3986: a path's characters stay, all others are escaped. A Windows path has slashes in a URI.
std::string uri_of(std::string_view file) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const bool has_drive = file.size() > 2 && file[1] == ':' && (file[2] == '\\' || file[2] == '/');
  std::string out = has_drive ? "file:///" + std::string(file.substr(0, 2)) : std::string();
  for (const char c : file.substr(has_drive ? 2 : 0)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_plain || kPlain.find(c) != kPlain.npos) {
      out += c;
    } else if (c == '\\' && has_drive) {
      out += '/';
    } else {
      out += '%';
      out += kHex[byte / 16];
      out += kHex[byte % 16];
    }
  }
  return out.starts_with('/') ? "file://" + out : out;
}

Json sarif_rules(const std::vector<LintRule>& rules) {
  Json json = Json::array();
  for (const LintRule& rule : rules) {
    Json one;
    one["id"] = rule.id;
    one["shortDescription"]["text"] = rule.meaning;
    one["defaultConfiguration"]["level"] = sarif_level(rule.level);
    json.push_back(std::move(one));
  }
  return json;
}

Json sarif_result(const LintFinding& finding, const std::vector<LintRule>& rules, std::string_view file) {
  Json result;
  result["ruleId"] = finding.rule;
  for (std::size_t k = 0; k < rules.size(); ++k) {
    if (rules[k].id == finding.rule) result["ruleIndex"] = k;
  }
  result["level"] = sarif_level(finding.level);
  result["message"]["text"] = text_of(finding);
  Json place;
  place["physicalLocation"]["artifactLocation"]["uri"] = uri_of(file);
  if (finding.line != 0) place["physicalLocation"]["region"]["startLine"] = finding.line;
  result["locations"] = Json::array({std::move(place)});
  return result;
}

}  // namespace

std::string finding_line(const LintFinding& finding, std::string_view file) {
  std::string line(file);
  if (finding.line != 0) line += ":" + std::to_string(finding.line);
  line += ": " + std::string(level_name(finding.level)) + ": " + finding.rule + ": ";
  return line + text_of(finding);
}

std::string lint_json(const LintReport& report, std::string_view file) {
  Json json;
  json["schema"] = "tocsin.lint/1";
  json["file"] = file;
  json["grammar"] = report.in_grammar;
  json["findings"] = Json::array();
  for (const LintFinding& finding : report.findings) json["findings"].push_back(finding_json(finding));
  return ascii_json(json, 2) + "\n";
}

std::string lint_github(const LintReport& report, std::string_view file) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    out += "::" + std::string(github_command(finding.level)) + " file=" + escaped(file, ":,");
    if (finding.line != 0) out += ",line=" + std::to_string(finding.line);
    out += ",title=" + escaped(finding.rule, ":,") + "::" + escaped(text_of(finding)) + "\n";
  }
  return out;
}

std::string lint_sarif(const LintReport& report, std::string_view file) {
  const auto rules = lint_rules();
  Json driver;
  driver["name"] = "tocsin";
  driver["version"] = TOCSIN_VERSION;
  driver["rules"] = sarif_rules(rules);
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["results"] = Json::array();
  for (const LintFinding& finding : report.findings)
    run["results"].push_back(sarif_result(finding, rules, file));
  Json json;
  json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  json["version"] = "2.1.0";
  json["runs"] = Json::array({std::move(run)});
  return ascii_json(json, 2) + "\n";
}

}  // namespace tocsin
