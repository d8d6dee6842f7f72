// Explains why a notice is shown or not: the value of every node of its condition.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "notifier/decide/evaluate.h"

namespace tocsin {

/// One node of a condition as found here. Empty texts are left out of the JSON.
struct ExplainedCondition {
  std::string op;    // "console"
  std::string name;  // key "type" for console, "id" for component, "family" for os, "name" for unknown
  std::string os_id, os_like, os_arch;
  std::string expected;  // the range, or the locale ranges
  std::string values;    // component: the words, one of which is to be found
  // What was found: a version, "present", the reader's first language, the version of the system, or, where
  // more than its version is asked for, the whole system ("linux ubuntu 24.04 x86_64 like debian"). Empty
  // when absent or unknown.
  std::string found;
  std::string source;  // "package example-console"
  std::string scheme;  // with a version
  Truth result = Truth::unknown;
  std::vector<ExplainedCondition> children;
};

struct ExplainedMessage {
  const Message* message = nullptr;
  Reason reason = Reason::due;
  std::string language;         // the text this reader would get
  std::optional<Instant> next;  // first instant after `at` at which time alone changes the reason
  std::optional<ExplainedCondition> when;
  [[nodiscard]] bool due() const { return reason == Reason::due; }
};

[[nodiscard]] std::vector<ExplainedMessage> explain(const Catalog& catalog, Facts& facts, Instant at,
                                                    std::span<const std::string> locales,
                                                    const Decisions& decisions, const ShowRules& rules);

[[nodiscard]] ExplainedCondition explain_condition(const Condition& condition, Facts& facts,
                                                   std::span<const std::string> locales);

/// The document of schema tocsin.explain/1, indented by two. (json.cpp; links the JSON library.)
[[nodiscard]] std::string explain_json(const std::vector<ExplainedMessage>& messages, Instant at,
                                       std::span<const std::string> locales);

/// The same as text: one line for each node, indented.
[[nodiscard]] std::string explain_text(const ExplainedMessage& message);

}  // namespace tocsin
