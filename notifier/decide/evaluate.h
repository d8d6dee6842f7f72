// Decides, for every message of a catalog, whether it is due and why (not). Pure: asks nothing but its
// arguments. Layer: notifier.
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

/// What policy and signed config say about showing.
struct ShowRules {
  Severity minimum_severity = Severity::info;  // critical is always shown
  std::uint32_t max_notices = 5;               // critical ones always come
};

/// One verdict a message, in document order.
/// A supersedes B retires B while A itself (its own supersession left aside) is due, put off or decided here;
/// edges within a cycle retire nothing. Source: schema/README.md, "Deciding".
[[nodiscard]] std::vector<Verdict> evaluate(const Catalog& catalog, Facts& facts, Instant now,
                                            std::span<const std::string> locales, const Decisions& decisions,
                                            const ShowRules& rules);

/// For the gate: whether anything could be due, cheapest questions first (time and decisions, then
/// membership, then facts), stopping at the first notice that is. Agrees with evaluate: true iff one of its
/// verdicts is due.
[[nodiscard]] bool anything_due(const Catalog& catalog, Facts& facts, Instant now,
                                std::span<const std::string> locales, const Decisions& decisions,
                                const ShowRules& rules);

/// The due ones in the order of showing: critical first, then by act-by (none last), then document order.
[[nodiscard]] std::vector<const Message*> in_order(const std::vector<Verdict>& verdicts);

/// Kleene value of a message's condition, stopping at the first child that settles it; yes when it has none.
[[nodiscard]] Truth holds(const Condition& condition, Facts& facts, std::span<const std::string> locales);

}  // namespace tocsin
