// Mistakes in a catalog: those that the grammar refuses, and those that it cannot express. Reads no file and
// no clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"

namespace tocsin {

/// Ordered. A hint names something that may be meant: it never changes the exit code.
enum class FindingLevel : std::uint8_t { hint, warning, error };
[[nodiscard]] std::string_view level_name(FindingLevel level);

struct LintFinding {
  std::string rule;  // one word: "undeclared-component"
  int line = 0;      // from 1; 0: the whole catalog
  FindingLevel level = FindingLevel::error;
  std::string message;   // id; empty where the finding is of no message
  std::string sentence;  // what is wrong and what to do
};

/// A rule as the manual lists it.
struct LintRule {
  std::string_view id;
  FindingLevel level = FindingLevel::error;
  std::string_view meaning;
  bool of_grammar = false;
};
/// Every rule that a finding can name.
[[nodiscard]] std::vector<LintRule> lint_rules();

/// What a catalog is compared with.
struct LintContext {
  Instant now;
  const Config* config = nullptr;  // null: the rules that need one are not applied
  const Catalog* base = nullptr;   // the catalog shipped before; null: as above
};

struct LintReport {
  std::vector<LintFinding> findings;  // by line
  bool in_grammar = true;             // false: the notifier would drop a part of the catalog
};

/// Reads `bytes` strictly and applies every rule. If the grammar refuses the catalog, every breach of it is a
/// finding, and the other rules are applied to what is sound. Only a document that is not well-formed XML is
/// read no further than its fault. Never fails.
[[nodiscard]] LintReport lint(const std::string& bytes, const LintContext& context);

/// Exit code of `tocsin lint`: 0, 1 (an error; strict: a warning) or 4 (not of the grammar).
[[nodiscard]] int lint_exit_code(const LintReport& report, bool strict);

/// "messenger.xml:12: error: undeclared-component: av95: what to do"
[[nodiscard]] std::string finding_line(const LintFinding& finding, std::string_view file);
/// The whole report in ASCII, schema tocsin.lint/1.
[[nodiscard]] std::string lint_json(const LintReport& report, std::string_view file);
/// A workflow command of GitHub Actions for each finding, each a line.
[[nodiscard]] std::string lint_github(const LintReport& report, std::string_view file);
/// The whole report in ASCII, SARIF 2.1.0.
[[nodiscard]] std::string lint_sarif(const LintReport& report, std::string_view file);

}  // namespace tocsin
