// The rules of lint. A new rule is a row of kRules, a function declared below, and planted samples in the
// tests; lint.cpp calls the function.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/lint/lint.h"
#include "schema/core/result.h"

namespace tocsin::kit {

inline constexpr auto kError = FindingLevel::error;
inline constexpr auto kWarning = FindingLevel::warning;

/// The rules as the manual lists them, without those of the grammar. A finding's level is that of its row.
inline constexpr LintRule kRules[] = {
    {"act-by-early", kError, "act-by is earlier than not-before."},
    {"act-by-late", kError, "act-by is later than expires."},
    {"already-expired", kWarning, "Expired already, so never due again."},
    {"always-superseded", kWarning, "Another message is due wherever and whenever this one could be."},
    {"always-true", kWarning, "Every machine meets the condition."},
    {"changed-condition", kError, "The condition is not the shipped one (--base), under the same revision."},
    {"changed-text", kError, "A text is not the shipped one (--base), under the same revision."},
    {"critical-without-act-by", kWarning, "Critical, but without a day to act by."},
    {"duplicate-id", kError, "Two messages have the same id, case apart."},
    {"empty-range", kError, "An interval holds no version."},
    {"expires-first", kError, "Expires no later than it starts."},
    {"link-host", kError, "A link's host is not among the config's LinkHosts (--config)."},
    {"long-body", kWarning, "A body that readers will not finish."},
    {"long-lifetime", kWarning, "Lives longer than 400 days."},
    {"long-link", kWarning, "A link's label does not fit its button."},
    {"long-title", kWarning, "A title of three lines."},
    {"missing-translation", kWarning, "Not in a language that most messages have."},
    {"never-true", kError, "No machine can meet the condition: the contradictory part is named."},
    {"no-default-text", kWarning, "No text in the default-locale."},
    {"no-host", kWarning, "detect does not say how the management server is found."},
    {"older-translation", kWarning, "Of a new revision (--base) this text is still the old one."},
    {"range-end", kError,
     "An end is no version in the scheme of a source (a warning where another source can read it)."},
    {"resolved-without-act-by", kWarning, "Comes back before its act-by, and has none."},
    {"revision-back", kError, "The revision is lower than the one shipped (--base)."},
    {"supersede-cycle", kError, "Messages supersede one another in a circle."},
    {"undecided", kWarning, "The condition has too many cases to decide whether any machine meets it."},
    {"undeclared-component", kError, "Nothing under detect says how to find the component."},
    {"undeclared-console", kError, "Nothing under detect says how to find the console."},
    {"undeclared-found", kError, "{found:ID} names nothing that is declared."},
    {"undetectable", kWarning, "No source of a system can find what the condition wants there."},
    {"unknown-superseded", kWarning, "Supersedes what is no message, neither here nor in --base."},
};

/// The row of a rule. An id that has no row does not compile.
struct RuleRow {
  consteval RuleRow(const char* id)  // NOLINT(google-explicit-constructor): rules are named by their ids
      : row(std::find_if(std::begin(kRules), std::end(kRules),
                         [id](const LintRule& rule) { return rule.id == id; })) {
    if (row == std::end(kRules)) throw "no row in kRules";
  }
  const LintRule* row;
};

/// What a rule reads, and where it adds its findings.
class Lint {
 public:
  Lint(const Catalog& catalog, const LintContext& context, std::vector<LintFinding>& findings)
      : catalog_(catalog), context_(context), findings_(findings) {}

  [[nodiscard]] const Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const LintContext& context() const { return context_; }

  void add(RuleRow rule, int line, std::string_view message, std::string sentence) {
    add(rule, rule.row->level, line, message, std::move(sentence));
  }
  /// For a rule whose level depends on the case.
  void add(RuleRow rule, FindingLevel level, int line, std::string_view message, std::string sentence) {
    findings_.push_back({std::string(rule.row->id), line, level, std::string(message), std::move(sentence)});
  }

 private:
  const Catalog& catalog_;
  const LintContext& context_;
  std::vector<LintFinding>& findings_;
};

/// 'text' in quotes, made fit for a terminal.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Why strict reading of the document stopped.
[[nodiscard]] LintFinding grammar_finding(const Error& error, std::string_view document);
/// Adds a finding for each further message that client reading drops. The first of `findings` is that of
/// `error`; its message's id is filled in.
void find_faulty_messages(const Catalog& catalog, const Error& error, std::vector<LintFinding>& findings);

/// The grammar's rules, for the manual.
[[nodiscard]] std::vector<LintRule> grammar_rules();

namespace rules {

// Rules of one message. None is called for a message that the grammar refused.
void undeclared_names(Lint& lint, const Message& message);  // conditions.cpp
void empty_ranges(Lint& lint, const Message& message);
void range_ends(Lint& lint, const Message& message);
void never_true(Lint& lint, const Message& message);
void always_true(Lint& lint, const Message& message);
void undetectable(Lint& lint, const Message& message);
void order_of_dates(Lint& lint, const Message& message);  // attributes.cpp
void already_over(Lint& lint, const Message& message);
void critical_without_act_by(Lint& lint, const Message& message);
void long_lifetime(Lint& lint, const Message& message);
void resolved_without_act_by(Lint& lint, const Message& message);
void undeclared_placeholders(Lint& lint, const Message& message);  // texts.cpp
void link_hosts(Lint& lint, const Message& message);
void long_texts(Lint& lint, const Message& message);
void unknown_superseded(Lint& lint, const Message& message);        // supersession.cpp
void changed_without_revision(Lint& lint, const Message& message);  // revisions.cpp

// Rules of the whole catalog.
void duplicate_ids(Lint& lint);         // attributes.cpp
void no_host(Lint& lint);               // conditions.cpp
void missing_translations(Lint& lint);  // texts.cpp
void supersede_cycles(Lint& lint);      // supersession.cpp
void always_superseded(Lint& lint);

}  // namespace rules
}  // namespace tocsin::kit
