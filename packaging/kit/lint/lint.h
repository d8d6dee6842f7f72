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

namespace tocsin::kit {

enum class FindingLevel : std::uint8_t { warning, error };  // ordered

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
/// Every rule that a finding can name, except those of XML itself. A finding about XML names "grammar" or the
/// parser's own rule.
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

/// Reads `bytes` strictly and applies every rule. If the grammar refuses the catalog, the first finding says
/// why, and the rules are applied to what the notifier would still read of it. Never fails.
[[nodiscard]] LintReport lint(const std::string& bytes, const LintContext& context);

/// Exit code of `tocsin lint`: 0, 1 (an error; strict: a warning) or 4 (not of the grammar).
[[nodiscard]] int lint_exit_code(const LintReport& report, bool strict);

/// "messenger.xml:12: error: undeclared-component: av95: what to do"
[[nodiscard]] std::string finding_line(const LintFinding& finding, std::string_view file);
/// The whole report, schema tocsin.lint/1.
[[nodiscard]] std::string lint_json(const LintReport& report, std::string_view file);

}  // namespace tocsin::kit
