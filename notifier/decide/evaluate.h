// Decides for every message of a catalog whether it is due, and the reason. Pure: everything it needs comes
// in as an argument.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/decisions.h"
#include "notifier/decide/facts.h"
#include "schema/core/instant.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// In order of precedence: the first that applies is the verdict's reason.
enum class Reason : std::uint8_t {
  malformed,
  over_limit,
  withdrawn,
  not_here,
  not_yet,
  expired,
  superseded,
  acknowledged,
  severity_policy,
  put_off,
  condition,
  unknown,
  not_audience,
  held_back,
  due,
};
/// "not-here", as explain prints it.
[[nodiscard]] std::string_view reason_name(Reason reason);

struct Verdict {
  const Message* message = nullptr;
  Reason reason = Reason::due;
  [[nodiscard]] bool due() const { return reason == Reason::due; }
};

/// The rules for showing notices, from policy and the signed config.
struct ShowRules {
  Severity minimum_severity = Severity::info;  // critical is always shown
  std::uint32_t max_notices = 5;               // critical ones are always shown
};

/// One verdict a message, in document order.
/// A message that supersedes another one retires it while it is itself due, put off or acknowledged here;
/// whether it is superseded in turn does not matter. Edges within a cycle retire nothing. Source:
/// schema/README.md, "Deciding".
[[nodiscard]] std::vector<Verdict> evaluate(const Catalog& catalog, Facts& facts, Instant now,
                                            std::span<const std::string> locales, const Decisions& decisions,
                                            const ShowRules& rules);

/// For the gate: whether anything is due, true if and only if evaluate() would return a verdict that is due.
/// It asks the cheapest questions first (time and decisions, then membership, then facts) and stops at the
/// first notice that is due.
[[nodiscard]] bool anything_due(const Catalog& catalog, Facts& facts, Instant now,
                                std::span<const std::string> locales, const Decisions& decisions,
                                const ShowRules& rules);

/// The due ones in the order of showing: critical first, then by act-by (none last), then document order.
[[nodiscard]] std::vector<const Message*> in_order(const std::vector<Verdict>& verdicts);

/// Kleene value of a condition. Children are evaluated in order, up to the first that settles the value.
[[nodiscard]] Truth holds(const Condition& condition, Facts& facts, std::span<const std::string> locales);

}  // namespace tocsin
