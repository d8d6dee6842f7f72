// Decides one catalog for one machine and reader, at any instant. Each fact is asked for when it first
// matters, and kept. Shared by evaluate (evaluate.cpp) and explain.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "notifier/decide/supersession.h"

namespace tocsin {

/// The next four need neither facts nor other messages; each is a few comparisons.
[[nodiscard]] bool is_acknowledged(const Message& message, const Decisions& decisions, Instant now);
/// The instant from which an acknowledged notice is shown once more: 7 days before act-by, for
/// until="resolved".
[[nodiscard]] std::optional<Instant> comes_back_at(const Message& message);
[[nodiscard]] bool is_put_off(const Message& message, const Decisions& decisions, Instant now);
[[nodiscard]] bool is_below(const Message& message, const ShowRules& rules);
/// False if the message cannot be due, whatever the facts and the other messages are.
[[nodiscard]] bool may_be_due(const Message& message, Instant now, const Decisions& decisions,
                              const ShowRules& rules);

/// The arguments outlive it.
class Deliberation {
 public:
  Deliberation(const Catalog& catalog, Facts& facts, std::span<const std::string> locales,
               const Decisions& decisions, const ShowRules& rules);

  /// One verdict a message, in document order.
  [[nodiscard]] std::vector<Verdict> verdicts(Instant now);
  /// Whether this message is due, without regard to the maximum number of notices.
  [[nodiscard]] bool is_due(std::size_t message, Instant now);
  [[nodiscard]] bool is_withdrawn(std::size_t message) const {
    return !withdrawn_.empty() && withdrawn_[message];
  }
  /// Sets the value of a condition that the caller has evaluated already.
  void set_condition(std::size_t message, Truth value) { conditions_[message] = value; }

 private:
  // The reasons in three groups: Reason::superseded comes between the first two.
  [[nodiscard]] std::optional<Reason> standing_reason(std::size_t message, Instant now);
  [[nodiscard]] std::optional<Reason> decided_reason(std::size_t message, Instant now) const;
  [[nodiscard]] Reason factual_reason(std::size_t message);

  [[nodiscard]] Reason reason_of(std::size_t message, Instant now, bool is_superseded);
  [[nodiscard]] bool retires(std::size_t message, Instant now);
  [[nodiscard]] bool is_superseded(std::size_t message, Instant now);
  [[nodiscard]] Truth host();
  [[nodiscard]] Truth condition(std::size_t message);
  [[nodiscard]] bool is_member();

  const Catalog& catalog_;
  Facts& facts_;
  std::span<const std::string> locales_;
  const Decisions& decisions_;
  const ShowRules& rules_;
  Supersession supersession_;
  std::vector<bool> withdrawn_;  // for each message; empty: none is withdrawn
  std::vector<std::optional<Truth>> conditions_;
  std::optional<Truth> host_;
  std::optional<bool> member_;
};

}  // namespace tocsin
