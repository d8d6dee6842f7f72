// See deliberation.h.
#include "notifier/decide/deliberation.h"

#include <algorithm>

#include "notifier/decide/showing_order.h"

namespace tocsin {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kBackDays = 7;

// A decision stands as long as the message has not asked to be shown again since.
const Decision* standing(const Message& message, const Decisions& decisions, Decision::Kind kind) {
  const auto* decision = decisions.find(message.id, kind);
  return decision != nullptr && decision->revision >= message.renotify_from ? decision : nullptr;
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
  return Instant{message.act_by->seconds - kBackDays * kDaySeconds};
}

// Once it is back, only an acknowledgement from then on counts; one of a day to come was told by a wrong
// clock.
bool is_acknowledged(const Message& message, const Decisions& decisions, Instant now) {
  const auto* decision = standing(message, decisions, Decision::Kind::acknowledged);
  if (decision == nullptr) return false;
  const auto back = comes_back_at(message);
  return !back || now < *back || (*back <= decision->when && decision->when <= now);
}

bool is_put_off(const Message& message, const Decisions& decisions, Instant now) {
  const auto* decision = standing(message, decisions, Decision::Kind::put_off);
  if (decision == nullptr || !decision->until) return false;
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

// The message's own condition first: it is false more often than its superseder's is true.
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

// Whether this is a management server is part of every condition.
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

// What has been acknowledged here retires its predecessor for good, even when its own time is over.
bool Deliberation::retires(std::size_t index, Instant now) {
  const auto& message = catalog_.messages[index];
  if (message.fault != Message::Fault::none || is_withdrawn(index)) return false;
  if (standing(message, decisions_, Decision::Kind::acknowledged) != nullptr) return true;
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

}  // namespace tocsin
