// See evaluate.h.
#include "notifier/decide/evaluate.h"

#include <algorithm>

#include "notifier/decide/deliberation.h"

namespace tocsin {
namespace {

bool asks_facts(const Condition& condition) {
  using Op = Condition::Op;
  return condition.op == Op::console || condition.op == Op::component || condition.op == Op::os ||
         std::any_of(condition.children.begin(), condition.children.end(), asks_facts);
}

bool asks_facts(const Message& message) {
  return message.when && asks_facts(*message.when);
}

// Those that only membership and facts can still rule out, what asks no facts first.
std::vector<std::size_t> candidates(const Catalog& catalog, const Deliberation& deliberation, Instant now,
                                    const Decisions& decisions, const ShowRules& rules) {
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < catalog.messages.size(); ++i) {
    if (may_be_due(catalog.messages[i], now, decisions, rules) && !deliberation.is_withdrawn(i))
      left.push_back(i);
  }
  std::stable_partition(left.begin(), left.end(), [&](auto i) { return !asks_facts(catalog.messages[i]); });
  return left;
}

}  // namespace

std::vector<Verdict> evaluate(const Catalog& catalog, Facts& facts, Instant now,
                              std::span<const std::string> locales, const Decisions& decisions,
                              const ShowRules& rules) {
  return Deliberation(catalog, facts, locales, decisions, rules).verdicts(now);
}

bool anything_due(const Catalog& catalog, Facts& facts, Instant now, std::span<const std::string> locales,
                  const Decisions& decisions, const ShowRules& rules) {
  const auto may_be = [&](const Message& message) { return may_be_due(message, now, decisions, rules); };
  // The common case ends here, without an allocation.
  if (std::none_of(catalog.messages.begin(), catalog.messages.end(), may_be)) return false;
  Deliberation deliberation(catalog, facts, locales, decisions, rules);
  const auto left = candidates(catalog, deliberation, now, decisions, rules);
  if (left.empty() || !facts.member()) return false;
  return std::any_of(left.begin(), left.end(), [&](auto i) { return deliberation.is_due(i, now); });
}

}  // namespace tocsin
