// See explain.h.
#include "notifier/decide/explain/explain.h"

#include <algorithm>

#include "notifier/decide/deliberation.h"

namespace tocsin {
namespace {

ExplainedMessage described(const Catalog& catalog, const Message& message, Facts& facts,
                           std::span<const std::string> locales) {
  ExplainedMessage explained;
  explained.message = &message;
  if (message.fault != Message::Fault::none) return explained;
  if (!message.texts.empty()) explained.language = catalog.text_for(message, locales).locale;
  if (message.when) explained.when = explain_condition(*message.when, facts, locales);
  return explained;
}

// Every instant after `at` at which the passing of time alone can change a reason.
std::vector<Instant> turning_points(const Catalog& catalog, const Decisions& decisions, Instant at) {
  std::vector<Instant> instants;
  const auto add = [&](std::optional<Instant> instant) {
    if (instant && at < *instant) instants.push_back(*instant);
  };
  for (const auto& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    add(message.not_before);
    add(message.expires);
    add(comes_back_at(message));
    const auto* acknowledged = decisions.find(message.id, Decision::Kind::acknowledged);
    if (acknowledged != nullptr) add(acknowledged->when);  // of a clock that was ahead
    const auto* put_off = decisions.find(message.id, Decision::Kind::put_off);
    if (put_off == nullptr || !put_off->until || *put_off->until <= at) continue;
    add(*put_off->until - kLongestPutOff);
    add(put_off->until);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

// One message's change may change another's reason (its superseder's end, room for one held back), so each
// instant is decided as a whole; the facts are known by now.
void set_next(std::vector<ExplainedMessage>& messages, Deliberation& deliberation,
              std::span<const Instant> instants) {
  std::size_t open = messages.size();
  for (const Instant instant : instants) {
    if (open == 0) return;
    const auto verdicts = deliberation.verdicts(instant);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].next || verdicts[i].reason == messages[i].reason) continue;
      messages[i].next = instant;
      --open;
    }
  }
}

}  // namespace

std::vector<ExplainedMessage> explain(const Catalog& catalog, Facts& facts, Instant at,
                                      std::span<const std::string> locales, const Decisions& decisions,
                                      const ShowRules& rules) {
  Deliberation deliberation(catalog, facts, locales, decisions, rules);
  std::vector<ExplainedMessage> messages;
  for (std::size_t i = 0; i < catalog.messages.size(); ++i) {
    messages.push_back(described(catalog, catalog.messages[i], facts, locales));
    if (messages[i].when) deliberation.set_condition(i, messages[i].when->result);
  }
  const auto verdicts = deliberation.verdicts(at);
  for (std::size_t i = 0; i < messages.size(); ++i) messages[i].reason = verdicts[i].reason;
  set_next(messages, deliberation, turning_points(catalog, decisions, at));
  return messages;
}

}  // namespace tocsin
