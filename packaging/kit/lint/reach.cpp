// Rules of who can be reached at all: conditions that no machine meets, or every machine. Decided by reach.h.
// Layer: packaging/kit.
#include <set>

#include "packaging/kit/lint/rules.h"
#include "packaging/kit/reach/reach.h"

namespace tocsin::rules {
namespace {

constexpr ReachOptions kAnywhere{{}, true};

/// The smallest part that is to blame; null where that is a single condition, which has rules of its own.
const Condition* to_blame(const Detect& detect, const Condition& condition) {
  const bool is_alternative = condition.op == Condition::Op::any;
  for (const Condition& child : condition.children) {
    if (condition.op != Condition::Op::all && !is_alternative) break;
    if (can_hold(detect, child, kAnywhere) != Reach::no) continue;
    return to_blame(detect, child);  // of an alternative all are, and one is enough to be told
  }
  return condition.children.empty() ? nullptr : &condition;
}

std::set<std::string_view> families_named(const Message& message) {
  std::set<std::string_view> families;
  each_condition(message, [&](const Condition& condition) {
    if (condition.op == Condition::Op::os) families.insert(condition.name);
  });
  if (families.empty()) families.insert(std::string_view());
  return families;
}

void say_undetectable(Lint& lint, const Message& message, std::string_view family) {
  lint.warning(
      "undetectable", message.when->line, message.id,
      family.empty()
          ? "No system has sources for everything that must be found together, so the notice comes "
            "nowhere: add sources under detect."
          : "On " + std::string(family) +
                " nothing under detect can find what must be found, so the notice never comes there: "
                "add a source for that system, or leave the system out.");
}

}  // namespace

void never_true(Lint& lint, const Message& message) {
  if (!message.when) return;
  const Detect& detect = lint.catalog().detect;
  const Reach reach = can_hold(detect, *message.when, kAnywhere);
  if (reach == Reach::undecided) {
    lint.warning("undecided", message.when->line, message.id,
                 "Too many cases to tell whether any machine meets this condition: make it simpler.");
    return;
  }
  const Condition* const blamed = reach == Reach::no ? to_blame(detect, *message.when) : nullptr;
  if (blamed == nullptr) return;
  lint.error(
      "never-true", blamed->line, message.id,
      "No machine can meet all of this at once, so the message is never due: remove the contradiction.");
}

void always_true(Lint& lint, const Message& message) {
  if (!message.when || can_fail(lint.catalog().detect, *message.when) != Reach::no) return;
  lint.warning("always-true", message.when->line, message.id,
               "Every machine meets this condition: correct it, or say audience=\"all\" if every "
               "administrator shall see "
               "the notice.");
}

void undetectable(Lint& lint, const Message& message) {
  if (!message.when) return;
  const Detect& detect = lint.catalog().detect;
  for (const std::string_view family : families_named(message)) {
    const bool is_meant = can_hold(detect, *message.when, {family, true}) == Reach::yes;
    if (is_meant && can_hold(detect, *message.when, {family, false}) == Reach::no)
      say_undetectable(lint, message, family);
  }
}

}  // namespace tocsin::rules
