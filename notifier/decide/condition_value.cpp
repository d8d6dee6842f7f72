// holds(): Kleene's connectives, each stopping at the child that settles it. Layer: notifier.
// The recursion is as deep as the document may be (limits::kDepth).
#include "notifier/decide/evaluate.h"
#include "notifier/decide/leaf_value.h"

namespace tocsin {
namespace {

// The minimum over the children, or the maximum, and done at the first that cannot be exceeded.
Truth least(const Condition& condition, Facts& facts, std::span<const std::string> locales) {
  Truth value = Truth::yes;
  for (const auto& child : condition.children) {
    value = both(value, holds(child, facts, locales));
    if (value == Truth::no) break;
  }
  return value;
}

Truth greatest(const Condition& condition, Facts& facts, std::span<const std::string> locales) {
  Truth value = Truth::no;
  for (const auto& child : condition.children) {
    value = either(value, holds(child, facts, locales));
    if (value == Truth::yes) break;
  }
  return value;
}

}  // namespace

Truth holds(const Condition& condition, Facts& facts, std::span<const std::string> locales) {
  using Op = Condition::Op;
  if (!is_known(condition)) return Truth::unknown;
  switch (condition.op) {
    case Op::all:
      return least(condition, facts, locales);
    case Op::any:
      return greatest(condition, facts, locales);
    case Op::none:
    case Op::not_:
      return negated(greatest(condition, facts, locales));
    case Op::console:
      return finding_value(condition, facts.console(condition.name, need_of(condition)));
    case Op::component:
      return finding_value(condition, facts.component(condition.name, need_of(condition)));
    case Op::os:
      return os_value(condition, facts.os());
    case Op::locale:
      return locale_value(condition, locales);
    case Op::unknown:
      break;
  }
  return Truth::unknown;
}

}  // namespace tocsin
