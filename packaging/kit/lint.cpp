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

void apply_rules(const Catalog& catalog, const LintContext& context, std::vector<LintFinding>& findings) {
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
    const Error error = std::move(catalog).error();
    report.in_grammar = false;
    report.findings.push_back(grammar_finding(error));
    catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::client);
    if (!catalog) return report;
    find_faulty_messages(*catalog, error, report.findings);
  }
  apply_rules(*catalog, context, report.findings);
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

}  // namespace tocsin
