// The rules as the manual lists them. Layer: packaging/kit.
#include <algorithm>
#include <iterator>

#include "packaging/kit/lint/rules.h"

namespace tocsin {
namespace {

constexpr auto kError = FindingLevel::error;
constexpr auto kWarning = FindingLevel::warning;

constexpr LintRule kRules[] = {
    {"act-by-early", kError, false, "act-by is earlier than not-before."},
    {"act-by-late", kError, false, "act-by is later than expires."},
    {"already-expired", kWarning, false, "Expired already, so never due again."},
    {"always-superseded", kWarning, false, "Another message is due wherever and whenever this one could be."},
    {"always-true", kWarning, false, "Every machine meets the condition."},
    {"changed-condition", kError, false,
     "The condition is not the shipped one (--base), under the same revision."},
    {"changed-text", kError, false, "A text is not the shipped one (--base), under the same revision."},
    {"critical-without-act-by", kWarning, false, "Critical, but without a day to act by."},
    {"duplicate-id", kError, false, "Two messages have the same id, case apart."},
    {"empty-range", kError, false, "An interval holds no version."},
    {"expires-first", kError, false, "Expires no later than it starts."},
    {"link-host", kError, false, "A link's host is not among the config's LinkHosts (--config)."},
    {"long-body", kWarning, false, "A body that readers will not finish."},
    {"long-lifetime", kWarning, false, "Lives longer than 400 days."},
    {"long-link", kWarning, false, "A link's label does not fit its button."},
    {"long-title", kWarning, false, "A title of three lines."},
    {"missing-translation", kWarning, false, "Not in a language that most messages have."},
    {"never-true", kError, false, "No machine can meet the condition: the contradictory part is named."},
    {"no-default-text", kWarning, false, "No text in the default-locale."},
    {"no-host", kWarning, false, "detect does not say how the management server is found."},
    {"older-translation", kWarning, false, "Of a new revision (--base) this text is still the old one."},
    {"range-end", kError, false,
     "An end is no version in the scheme of a source (a warning where another source can read it)."},
    {"resolved-without-act-by", kWarning, false, "Comes back before its act-by, and has none."},
    {"revision-back", kError, false, "The revision is lower than the one shipped (--base)."},
    {"supersede-cycle", kError, false, "Messages supersede one another in a circle."},
    {"undecided", kWarning, false,
     "The condition has too many cases to decide whether any machine meets it."},
    {"undeclared-component", kError, false, "Nothing under detect says how to find the component."},
    {"undeclared-console", kError, false, "Nothing under detect says how to find the console."},
    {"undeclared-found", kError, false, "{found:ID} names nothing that is declared."},
    {"undetectable", kWarning, false, "No source of a system can find what the condition wants there."},
    {"unknown-superseded", kWarning, false, "Supersedes what is no message, neither here nor in --base."},
};

}  // namespace

std::vector<LintRule> lint_rules() {
  std::vector<LintRule> rules(std::begin(kRules), std::end(kRules));
  const auto of_grammar = grammar_rules();
  for (const LintRule& rule : of_grammar) {
    const auto is_same = [&](const LintRule& known) { return known.id == rule.id; };
    if (std::none_of(rules.begin(), rules.end(), is_same)) rules.push_back(rule);
  }
  return rules;
}

}  // namespace tocsin
