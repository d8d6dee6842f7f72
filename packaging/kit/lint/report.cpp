// Findings as lines for people and their editors, and as JSON.
// Layer: packaging/kit.
#include <nlohmann/json.hpp>

#include "packaging/kit/lint/lint.h"

namespace tocsin {
namespace {

const char* level_name(FindingLevel level) {
  return level == FindingLevel::error ? "error" : "warning";
}

nlohmann::ordered_json finding_json(const LintFinding& finding) {
  nlohmann::ordered_json json;
  json["rule"] = finding.rule;
  json["line"] = finding.line;
  json["severity"] = level_name(finding.level);
  json["message"] =
      finding.message.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(finding.message);
  json["sentence"] = finding.sentence;
  return json;
}

}  // namespace

std::string finding_line(const LintFinding& finding, std::string_view file) {
  std::string line(file);
  if (finding.line != 0) line += ":" + std::to_string(finding.line);
  line += std::string(": ") + level_name(finding.level) + ": " + finding.rule + ": ";
  if (!finding.message.empty()) line += finding.message + ": ";
  return line + finding.sentence;
}

std::string lint_json(const LintReport& report, std::string_view file) {
  nlohmann::ordered_json json;
  json["schema"] = "tocsin.lint/1";
  json["file"] = file;
  json["grammar"] = report.in_grammar;
  json["findings"] = nlohmann::ordered_json::array();
  for (const LintFinding& finding : report.findings) json["findings"].push_back(finding_json(finding));
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace tocsin
