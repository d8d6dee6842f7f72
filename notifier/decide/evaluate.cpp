// Decides which notices are due: predicates that need one message only, the reasons in their order, the
// order of showing, and the quick question that the gate asks.
#include "notifier/decide/evaluate.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <utility>

#include "notifier/decide/deliberation.h"

namespace tocsin {

std::string_view reason_name(Reason reason) {
  static constexpr std::array<std::string_view, 15> kNames = {
      "malformed", "over-limit", "withdrawn",    "not-here",        "not-yet",
      "expired",   "superseded", "acknowledged", "severity-policy", "put-off",
      "condition", "unknown",    "not-audience", "held-back",       "due"};
  static_assert(static_cast<std::size_t>(Reason::due) + 1 == kNames.size());
  return kNames[static_cast<std::size_t>(reason)];
}

namespace {

auto rank(const Message& message) {
  return std::tuple(message.severity != Severity::critical, message.act_by.value_or(Instant::max()));
}

/// A due verdict with its message's rank. The rank is read once, since the messages lie far apart in memory.
/// Pointers compare as the verdicts do, which are in document order.
template <typename Verdict>
using Due = std::pair<decltype(rank(std::declval<Message>())), Verdict*>;

template <typename Verdict>
std::vector<Due<Verdict>> due_of(std::span<Verdict> verdicts) {
  std::vector<Due<Verdict>> due;
  for (auto& verdict : verdicts) {
    if (verdict.due()) due.emplace_back(rank(*verdict.message), &verdict);
  }
  return due;
}

/// All due critical notices stay. The others fill up to `max_notices` in the order of showing; the rest is
/// held back.
void hold_back(std::vector<Verdict>& verdicts, std::uint32_t max_notices) {
  auto due = due_of(std::span(verdicts));
  if (due.size() <= max_notices) return;
  const auto first_held = due.begin() + static_cast<std::ptrdiff_t>(max_notices);
  std::nth_element(due.begin(), first_held, due.end());
  std::for_each(first_held, due.end(), [](const auto& one) {
    if (one.second->message->severity != Severity::critical) one.second->reason = Reason::held_back;
  });
}

}  // namespace

std::vector<const Message*> in_order(const std::vector<Verdict>& verdicts) {
  auto due = due_of(std::span(verdicts));
  std::sort(due.begin(), due.end());
  std::vector<const Message*> messages;
  messages.reserve(due.size());
  for (const auto& one : due) messages.push_back(one.second->message);
  return messages;
}

namespace {

constexpr std::chrono::days kBack{7};

// A decision no longer counts once a later revision of the message asks to be shown again.
bool stands(const Message& message, const Decision& decision) {
  return decision.revision >= message.renotify_from;
}

bool was_acknowledged(const Message& message, const Decisions& decisions) {
  return std::ranges::any_of(decisions.of(message.id, Decision::Kind::acknowledged),
                             [&](const Decision& decision) { return stands(message, decision); });
}

bool is_in_time(const Message& message, Instant now) {
  return now < message.expires && (!message.not_before || *message.not_before <= now);
}

std::vector<bool> withdrawn_messages(const Catalog& catalog) {
  if (catalog.withdrawn.empty()) return {};
  std::vector<std::string_view> ids;
  for (const auto& withdrawn : catalog.withdrawn) ids.push_back(withdrawn.id);
  std::sort(ids.begin(), ids.end());
  std::vector<bool> is_withdrawn;
  for (const auto& message : catalog.messages) {
    is_withdrawn.push_back(std::binary_search(ids.begin(), ids.end(), message.id));
  }
  return is_withdrawn;
}

}  // namespace

std::optional<Instant> comes_back_at(const Message& message) {
  if (message.until != Until::resolved || !message.act_by) return std::nullopt;
  return *message.act_by - kBack;
}

// Once the notice is back, only an acknowledgement made since then counts. One that lies in the future was
// recorded under a wrong clock.
bool is_acknowledged(const Message& message, const Decisions& decisions, Instant now) {
  const auto back = comes_back_at(message);
  const bool is_back = back && *back <= now;
  return std::ranges::any_of(
      decisions.of(message.id, Decision::Kind::acknowledged), [&](const Decision& decision) {
        return stands(message, decision) && (!is_back || (*back <= decision.when && decision.when <= now));
      });
}

bool is_put_off(const Message& message, const Decisions& decisions, Instant now) {
  const auto* decision = decisions.find(message.id, Decision::Kind::put_off);
  if (decision == nullptr || !stands(message, *decision) || !decision->until) return false;
  return now < *decision->until && *decision->until - now <= kLongestPutOff;
}

bool is_below(const Message& message, const ShowRules& rules) {
  return message.severity != Severity::critical && message.severity < rules.minimum_severity;
}

bool may_be_due(const Message& message, Instant now, const Decisions& decisions, const ShowRules& rules) {
  const bool has_room = rules.max_notices > 0 || message.severity == Severity::critical;
  return message.fault == Message::Fault::none && has_room && is_in_time(message, now) &&
         !is_below(message, rules) && !is_acknowledged(message, decisions, now) &&
         !is_put_off(message, decisions, now);
}

Deliberation::Deliberation(const Catalog& catalog, Facts& facts, std::span<const std::string> locales,
                           const Decisions& decisions, const ShowRules& rules)
    : catalog_(catalog),
      facts_(facts),
      locales_(locales),
      decisions_(decisions),
      rules_(rules),
      supersession_(catalog.messages),
      withdrawn_(withdrawn_messages(catalog)),
      conditions_(catalog.messages.size()) {}

std::vector<Verdict> Deliberation::verdicts(Instant now) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(catalog_.messages.size());
  for (std::size_t i = 0; i < catalog_.messages.size(); ++i) {
    verdicts.push_back({&catalog_.messages[i], reason_of(i, now, is_superseded(i, now))});
  }
  hold_back(verdicts, rules_.max_notices);
  return verdicts;
}

// The message's own condition is evaluated first: it is false more often than a superseder's is true.
bool Deliberation::is_due(std::size_t message, Instant now) {
  return reason_of(message, now, false) == Reason::due && !is_superseded(message, now);
}

std::optional<Reason> Deliberation::standing_reason(std::size_t index, Instant now) {
  const auto& message = catalog_.messages[index];
  if (message.fault == Message::Fault::malformed) return Reason::malformed;
  if (message.fault == Message::Fault::over_limit) return Reason::over_limit;
  if (is_withdrawn(index)) return Reason::withdrawn;
  if (host() == Truth::no) return Reason::not_here;
  if (message.not_before && now < *message.not_before) return Reason::not_yet;
  if (message.expires <= now) return Reason::expired;
  return std::nullopt;
}

std::optional<Reason> Deliberation::decided_reason(std::size_t index, Instant now) const {
  const auto& message = catalog_.messages[index];
  if (is_acknowledged(message, decisions_, now)) return Reason::acknowledged;
  if (is_below(message, rules_)) return Reason::severity_policy;
  if (is_put_off(message, decisions_, now)) return Reason::put_off;
  return std::nullopt;
}

// Every condition includes that this machine is a host, a management server.
Reason Deliberation::factual_reason(std::size_t index) {
  const Truth value = both(host(), condition(index));
  if (value == Truth::no) return Reason::condition;
  if (value == Truth::unknown && !catalog_.messages[index].show_when_unknown) return Reason::unknown;
  return is_member() ? Reason::due : Reason::not_audience;
}

Reason Deliberation::reason_of(std::size_t message, Instant now, bool is_superseded) {
  if (const auto reason = standing_reason(message, now)) return *reason;
  if (is_superseded) return Reason::superseded;
  if (const auto reason = decided_reason(message, now)) return *reason;
  return factual_reason(message);
}

// A notice that was acknowledged here retires what it supersedes for good, even after it expired.
bool Deliberation::retires(std::size_t index, Instant now) {
  const auto& message = catalog_.messages[index];
  if (message.fault != Message::Fault::none || is_withdrawn(index)) return false;
  if (was_acknowledged(message, decisions_)) return true;
  const Reason reason = reason_of(index, now, false);
  return reason == Reason::due || reason == Reason::put_off;
}

bool Deliberation::is_superseded(std::size_t message, Instant now) {
  const auto superseders = supersession_.superseders_of(message);
  return std::any_of(superseders.begin(), superseders.end(), [&](auto by) { return retires(by, now); });
}

Truth Deliberation::host() {
  if (!host_) host_ = catalog_.detect.has_host ? facts_.host() : Truth::yes;
  return *host_;
}

Truth Deliberation::condition(std::size_t message) {
  const auto& when = catalog_.messages[message].when;
  if (!conditions_[message]) conditions_[message] = when ? holds(*when, facts_, locales_) : Truth::yes;
  return *conditions_[message];
}

bool Deliberation::is_member() {
  if (!member_) member_ = facts_.member();
  return *member_;
}

namespace {

bool asks_facts(const Condition& condition) {
  using Op = Condition::Op;
  return condition.op == Op::console || condition.op == Op::component || condition.op == Op::os ||
         std::any_of(condition.children.begin(), condition.children.end(), asks_facts);
}

bool asks_facts(const Message& message) {
  return message.when && asks_facts(*message.when);
}

// The messages that only membership and facts can still rule out; those that need no facts come first.
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
  // The common case returns here, without an allocation.
  if (std::none_of(catalog.messages.begin(), catalog.messages.end(), may_be)) return false;
  Deliberation deliberation(catalog, facts, locales, decisions, rules);
  const auto left = candidates(catalog, deliberation, now, decisions, rules);
  if (left.empty() || !facts.member()) return false;
  return std::any_of(left.begin(), left.end(), [&](auto i) { return deliberation.is_due(i, now); });
}

}  // namespace tocsin
