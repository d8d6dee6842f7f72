// Applies the rules: first the grammar, then the functions in the tables below. Prints findings as lines and
// as JSON.
#include "packaging/kit/lint/lint.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin::kit {
namespace {

constexpr std::size_t kQuotedMax = 80;

constexpr void (*kCatalogRules[])(Lint&) = {
    rules::duplicate_ids,    rules::no_host,           rules::missing_translations,
    rules::supersede_cycles, rules::always_superseded,
};

constexpr void (*kMessageRules[])(Lint&, const Message&) = {
    rules::undeclared_names,
    rules::undeclared_placeholders,
    rules::unknown_superseded,
    rules::empty_ranges,
    rules::range_ends,
    rules::order_of_dates,
    rules::already_over,
    rules::link_hosts,
    rules::changed_without_revision,
    rules::critical_without_act_by,
    rules::long_lifetime,
    rules::resolved_without_act_by,
    rules::long_texts,
};

/// Applied only to a catalog that the grammar accepts: what is missing could change their answers.
constexpr void (*kReachRules[])(Lint&, const Message&) = {
    rules::never_true,
    rules::always_true,
    rules::undetectable,
};

void apply_rules(const Catalog& catalog, const LintContext& context, LintReport& report) {
  Lint lint(catalog, context, report.findings);
  for (const auto rule : kCatalogRules) rule(lint);
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    for (const auto rule : kMessageRules) rule(lint, message);
    if (!report.in_grammar) continue;
    for (const auto rule : kReachRules) rule(lint, message);
  }
}

/// A rule can find in the rest of the catalog what the grammar has reported already.
void remove_repeated_grammar_finding(LintReport& report) {
  if (report.in_grammar) return;
  const LintFinding first = report.findings.front();
  const auto is_same = [&](const LintFinding& finding) {
    return finding.rule == first.rule && finding.line == first.line;
  };
  report.findings.erase(std::remove_if(report.findings.begin() + 1, report.findings.end(), is_same),
                        report.findings.end());
}

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

std::string in_quotes(std::string_view text) {
  return "'" + sanitised(text, kQuotedMax) + "'";
}

std::vector<LintRule> lint_rules() {
  std::vector<LintRule> rules(std::begin(kRules), std::end(kRules));
  const auto of_grammar = grammar_rules();
  for (const LintRule& rule : of_grammar) {
    const auto is_same = [&](const LintRule& known) { return known.id == rule.id; };
    if (std::none_of(rules.begin(), rules.end(), is_same)) rules.push_back(rule);
  }
  return rules;
}

LintReport lint(const std::string& bytes, const LintContext& context) {
  LintReport report;
  auto catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::strict);
  if (!catalog) {
    const Error error = std::move(catalog).error();
    report.in_grammar = false;
    report.findings.push_back(grammar_finding(error, bytes));
    catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::lenient);
    if (!catalog) return report;
    find_faulty_messages(*catalog, error, report.findings);
  }
  apply_rules(*catalog, context, report);
  remove_repeated_grammar_finding(report);
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const LintFinding& a, const LintFinding& b) { return a.line < b.line; });
  return report;
}

int lint_exit_code(const LintReport& report, bool strict) {
  if (!report.in_grammar) return 4;
  const auto least = strict ? FindingLevel::warning : FindingLevel::error;
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [least](const LintFinding& finding) { return finding.level >= least; })
             ? 1
             : 0;
}

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

}  // namespace tocsin::kit
