// The order of a lint: the grammar, then the table of rules.
// Layer: packaging/kit.
#include "packaging/kit/lint.h"

#include <algorithm>

#include "packaging/kit/author_bytes.h"
#include "packaging/kit/lint_rules.h"

namespace tocsin {
namespace {

constexpr void (*kCatalogRules[])(Lint&) = {
    rules::duplicate_ids,
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
    rules::banned_characters,
    rules::missing_audience,
    rules::changed_without_revision,
};

Finding grammar_finding(std::string rule, int line, std::string_view message, const std::string& detail) {
  std::string sentence = "The grammar refuses this";
  if (!detail.empty() && detail != message) sentence += " (" + detail + ")";
  sentence += ": correct it as schema/catalog.xsd and schema/README.md say.";
  if (rule.empty()) rule = "grammar";
  return {std::move(rule), line, FindingLevel::error, std::string(message), std::move(sentence)};
}

// Strict reading ends at the first fault; the notifier's reading names one fault a message.
void find_faulty_messages(const Catalog& catalog, std::vector<Finding>& findings) {
  for (const Message& message : catalog.messages) {
    if (message.fault == Message::Fault::none) continue;
    const bool told = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.rule == message.fault_rule &&
             (finding.line == message.line || finding.message == message.id);
    });
    if (!told) findings.push_back(grammar_finding(message.fault_rule, message.line, message.id, {}));
  }
}

void apply_rules(const Catalog& catalog, const LintContext& context, std::vector<Finding>& findings) {
  Lint lint(catalog, context, findings);
  for (const auto rule : kCatalogRules) rule(lint);
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    for (const auto rule : kMessageRules) rule(lint, message);
  }
}

}  // namespace

LintReport lint(const std::string& bytes, const LintContext& context) {
  LintReport report;
  auto catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::strict);
  if (!catalog) {
    const Error& error = catalog.error();
    report.in_grammar = false;
    report.findings.push_back(grammar_finding(error.rule, error.line, {}, error.detail));
    catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::client);
    if (!catalog) return report;
    find_faulty_messages(*catalog, report.findings);
  }
  apply_rules(*catalog, context, report.findings);
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.line < b.line; });
  return report;
}

int lint_exit_code(const LintReport& report, bool strict) {
  if (!report.in_grammar) return 4;
  const auto least = strict ? FindingLevel::warning : FindingLevel::error;
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [least](const Finding& finding) { return finding.level >= least; })
             ? 1
             : 0;
}

}  // namespace tocsin
