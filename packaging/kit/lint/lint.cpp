// The order of a lint: the grammar, then the table of rules.
// Layer: packaging/kit.
#include "packaging/kit/lint/lint.h"

#include <algorithm>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/rules.h"

namespace tocsin {
namespace {

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

/// Of what was read whole only: where the grammar refused a part, they would speak of what is not meant.
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

/// Some rules see the same in what client reading leaves.
void leave_out_what_the_grammar_said(LintReport& report) {
  if (report.in_grammar) return;
  const LintFinding told = report.findings.front();
  const auto is_same = [&](const LintFinding& finding) {
    return finding.rule == told.rule && finding.line == told.line;
  };
  report.findings.erase(std::remove_if(report.findings.begin() + 1, report.findings.end(), is_same),
                        report.findings.end());
}

}  // namespace

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
  leave_out_what_the_grammar_said(report);
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
