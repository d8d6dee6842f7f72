// See showing_order.h.
#include "notifier/decide/showing_order.h"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace tocsin {
namespace {

auto rank(const Message& message) {
  const Instant never{std::numeric_limits<std::int64_t>::max()};
  return std::tuple(message.severity != Severity::critical, message.act_by.value_or(never));
}

/// A due one with what its place goes by: asked once, since the messages lie far apart in memory. Document
/// order is that of the verdicts.
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

}  // namespace

bool shown_before(const Message& a, const Message& b) {
  return rank(a) < rank(b);
}

void hold_back(std::vector<Verdict>& verdicts, std::uint32_t max_notices) {
  auto due = due_of(std::span(verdicts));
  if (due.size() <= max_notices) return;
  const auto first_held = due.begin() + static_cast<std::ptrdiff_t>(max_notices);
  std::nth_element(due.begin(), first_held, due.end());
  std::for_each(first_held, due.end(), [](const auto& one) {
    if (one.second->message->severity != Severity::critical) one.second->reason = Reason::held_back;
  });
}

std::vector<const Message*> in_order(const std::vector<Verdict>& verdicts) {
  auto due = due_of(std::span(verdicts));
  std::sort(due.begin(), due.end());
  std::vector<const Message*> messages;
  messages.reserve(due.size());
  for (const auto& one : due) messages.push_back(one.second->message);
  return messages;
}

}  // namespace tocsin
