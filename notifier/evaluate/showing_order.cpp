// See showing_order.h.
#include "notifier/evaluate/showing_order.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace tocsin {
namespace {

auto rank(const Message& message) {
  const Instant never{std::numeric_limits<std::int64_t>::max()};
  return std::tuple(message.severity != Severity::critical, message.act_by.value_or(never));
}

// The due ones, in the order of showing.
template <typename Verdicts>
auto due_in_order(Verdicts& verdicts) {
  std::vector<decltype(verdicts.data())> due;
  for (auto& verdict : verdicts) {
    if (verdict.due()) due.push_back(&verdict);
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const Verdict* a, const Verdict* b) { return shown_before(*a->message, *b->message); });
  return due;
}

}  // namespace

bool shown_before(const Message& a, const Message& b) {
  return rank(a) < rank(b);
}

void hold_back(std::vector<Verdict>& verdicts, std::uint32_t max_notices) {
  const auto due = due_in_order(verdicts);
  for (std::size_t i = max_notices; i < due.size(); ++i) {
    if (due[i]->message->severity != Severity::critical) due[i]->reason = Reason::held_back;
  }
}

std::vector<const Message*> in_order(const std::vector<Verdict>& verdicts) {
  std::vector<const Message*> messages;
  for (const auto* verdict : due_in_order(verdicts)) messages.push_back(verdict->message);
  return messages;
}

}  // namespace tocsin
