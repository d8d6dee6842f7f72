// One function a rule; adding one is a line here, one in lint.cpp's table, and a row in the tests.
// Layer: packaging/kit, private to lint.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/lint/lint.h"
#include "schema/core/result.h"

namespace tocsin {

/// What a rule sees and where it leaves what it finds.
class Lint {
 public:
  Lint(const Catalog& catalog, const LintContext& context, std::vector<LintFinding>& findings)
      : catalog_(catalog), context_(context), findings_(findings) {}

  [[nodiscard]] const Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const LintContext& context() const { return context_; }

  void error(std::string_view rule, int line, std::string_view message, std::string sentence) {
    add(FindingLevel::error, rule, line, message, std::move(sentence));
  }
  void warning(std::string_view rule, int line, std::string_view message, std::string sentence) {
    add(FindingLevel::warning, rule, line, message, std::move(sentence));
  }

 private:
  void add(FindingLevel level, std::string_view rule, int line, std::string_view message,
           std::string sentence) {
    findings_.push_back({std::string(rule), line, level, std::string(message), std::move(sentence)});
  }

  const Catalog& catalog_;
  const LintContext& context_;
  std::vector<LintFinding>& findings_;
};

/// Calls `visit` for the message's condition and every one below it; not at all where there is none.
void each_condition(const Message& message, const std::function<void(const Condition&)>& visit);
/// What detection declares under the name of a console or component condition; null if nothing.
[[nodiscard]] const Detected* declared(const Catalog& catalog, const Condition& condition);

/// 'text' in quotes, made fit for a terminal.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Why strict reading of the document stopped.
[[nodiscard]] LintFinding grammar_finding(const Error& error, std::string_view document);
/// The other messages that client reading drops; `findings` holds that of `error`, which is told whose it is.
void find_faulty_messages(const Catalog& catalog, const Error& error, std::vector<LintFinding>& findings);

/// The grammar's rules, for the table.
[[nodiscard]] std::vector<LintRule> grammar_rules();

namespace rules {

// Those of one message; none is called for a message that the grammar refused.
void undeclared_names(Lint& lint, const Message& message);
void undeclared_placeholders(Lint& lint, const Message& message);
void unknown_superseded(Lint& lint, const Message& message);
void empty_ranges(Lint& lint, const Message& message);
void range_ends(Lint& lint, const Message& message);
void order_of_dates(Lint& lint, const Message& message);
void already_over(Lint& lint, const Message& message);
void link_hosts(Lint& lint, const Message& message);
void changed_without_revision(Lint& lint, const Message& message);
void critical_without_act_by(Lint& lint, const Message& message);
void long_lifetime(Lint& lint, const Message& message);
void resolved_without_act_by(Lint& lint, const Message& message);
void long_texts(Lint& lint, const Message& message);
void never_true(Lint& lint, const Message& message);
void always_true(Lint& lint, const Message& message);
void undetectable(Lint& lint, const Message& message);

// Those of the whole catalog.
void duplicate_ids(Lint& lint);
void no_host(Lint& lint);
void missing_translations(Lint& lint);
void supersede_cycles(Lint& lint);
void always_superseded(Lint& lint);

}  // namespace rules
}  // namespace tocsin
