// Applies the rules: first those of XML and of the grammar, then the functions in the tables below to what is
// sound.
#include "packaging/kit/lint/lint.h"

#include <algorithm>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/grammar/check.h"
#include "packaging/kit/lint/rules.h"

namespace tocsin {
namespace {

using grammar::kDates, grammar::kKinds, grammar::kRevision, grammar::kTexts, grammar::kWhen;

constexpr void (*kCatalogRules[])(Lint&) = {
    rules::no_host,     rules::unknown_default_language, rules::missing_translations, rules::supersede_cycles,
    rules::withdrawals,
};

/// `needs`: parts of a message that must be without a fault, since what is missing there could change the
/// answer.
struct MessageRule {
  void (*apply)(Lint&, const Message&);
  unsigned needs;
};

constexpr MessageRule kMessageRules[] = {
    {rules::undeclared_names, 0},
    {rules::undeclared_placeholders, 0},
    {rules::unread_placeholders, 0},
    {rules::missing_placeholders, kTexts},
    {rules::unknown_superseded, 0},
    {rules::empty_ranges, 0},
    {rules::nested_intervals, 0},
    {rules::range_ends, 0},
    {rules::inclusive_ends, 0},
    {rules::os_ids, 0},
    {rules::os_versions, 0},
    {rules::order_of_dates, kDates},
    {rules::already_over, kDates},
    {rules::long_lifetime, kDates},
    {rules::without_act_by, kDates | kKinds},
    {rules::steps_without_act_by, kDates | kKinds | kTexts},
    {rules::unknown_languages, 0},
    {rules::regions_only, kTexts},
    {rules::link_hosts, 0},
    {rules::changed_without_revision, kRevision | kWhen | kTexts},
    {rules::long_texts, 0},
    {rules::wording, 0},
};

/// Applied only to a catalog that the grammar accepts: what is missing could change their answers.
constexpr void (*kReachRules[])(Lint&, const Message&) = {
    rules::never_true,
    rules::always_true,
    rules::undetectable,
};
constexpr void (*kReachCatalogRules[])(Lint&) = {
    rules::always_superseded,
    rules::superseded_returns,
    rules::same_texts,
};

void apply_rules(const Catalog& catalog, const LintContext& context,
                 std::span<const grammar::CheckedMessage> checked, LintReport& report) {
  std::vector<bool> faulty_texts;
  for (const auto& message : checked) faulty_texts.push_back((message.faulty & kTexts) != 0);
  Lint lint(catalog, context, std::move(faulty_texts), report.findings);
  for (const auto rule : kCatalogRules) rule(lint);
  for (std::size_t k = 0; k < catalog.messages.size(); ++k) {
    const Message& message = catalog.messages[k];
    if (message.fault != Message::Fault::none) continue;
    for (const MessageRule& rule : kMessageRules) {
      if ((checked[k].faulty & rule.needs) == 0) rule.apply(lint, message);
    }
    if (!report.in_grammar) continue;
    for (const auto rule : kReachRules) rule(lint, message);
  }
  if (!report.in_grammar) return;
  for (const auto rule : kReachCatalogRules) rule(lint);
}

/// A copy may have ids that the document does not have.
void restore_ids(std::span<const grammar::CheckedMessage> checked, LintReport& report) {
  for (LintFinding& finding : report.findings) {
    const auto copy = std::find_if(checked.begin(), checked.end(), [&](const grammar::CheckedMessage& one) {
      return one.sound_id != one.id && one.sound_id == finding.message;
    });
    if (copy != checked.end()) finding.message = copy->id;
  }
}

/// The strict reader decides; this stands for a breach of the grammar that grammar::check_grammar lacks.
LintFinding finding_of(const Error& error) {
  const LintRule* const row = rule_row(error.rule);
  const std::string meaning(row == nullptr ? "The grammar refuses this." : row->meaning);
  return {error.rule, error.line, kError, error.detail, meaning + " Correct it as schema/catalog.xsd says."};
}

/// Findings of XML. True: `document` can be read further, without the characters that were wrong in it.
bool read_xml(std::string& document, std::vector<LintFinding>& findings) {
  constexpr std::size_t kMostRepairs = 50;
  for (std::size_t count = 0; count < kMostRepairs; ++count) {
    auto fault = grammar::xml_fault(document);
    if (!fault) return true;
    findings.push_back(std::move(fault->finding));
    if (!fault->stray_ampersand) return false;
    document[*fault->stray_ampersand] = 'x';
  }
  return false;
}

void sort_by_line(std::vector<LintFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const LintFinding& a, const LintFinding& b) { return a.line < b.line; });
}

}  // namespace

std::string_view level_name(FindingLevel level) {
  switch (level) {
    case FindingLevel::hint:
      return "hint";
    case FindingLevel::warning:
      return "warning";
    case FindingLevel::error:
      break;
  }
  return "error";
}

std::vector<LintRule> lint_rules() {
  return {std::begin(kRules), std::end(kRules)};
}

LintReport lint(const std::string& bytes, const LintContext& context) {
  LintReport report;
  std::string document = bytes;
  if (!read_xml(document, report.findings)) {
    report.in_grammar = false;
    return report;
  }
  auto checked = grammar::check_grammar(document);
  std::move(checked.findings.begin(), checked.findings.end(), std::back_inserter(report.findings));
  auto catalog = parse_catalog(AuthorBytes::of(document), ReadMode::strict);
  if (!catalog && report.findings.empty()) report.findings.push_back(finding_of(catalog.error()));
  report.in_grammar = report.findings.empty();
  if (!catalog) catalog = parse_catalog(AuthorBytes::of(std::move(checked.repaired)), ReadMode::lenient);
  if (catalog && catalog->messages.size() == checked.messages.size()) {
    apply_rules(*catalog, context, checked.messages, report);
    restore_ids(checked.messages, report);
  }
  sort_by_line(report.findings);
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
