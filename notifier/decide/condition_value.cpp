// Kleene's three-valued logic over conditions. The recursion is as deep as a document may be
// (limits::kDepth).
#include "notifier/decide/condition_value.h"

#include <algorithm>

#include "notifier/decide/evaluate.h"
#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

Truth truth(bool value) {
  return value ? Truth::yes : Truth::no;
}

Truth in_range(const Condition& condition, Scheme scheme, std::string_view version) {
  if (!asks_version(condition)) return Truth::yes;
  return version.empty() ? Truth::unknown : contains(condition.range, scheme, version);
}

Truth same(std::string_view asked, std::string_view fact) {
  if (asked.empty()) return Truth::yes;
  return fact.empty() ? Truth::unknown : truth(asked == fact);
}

Truth with_value(const Condition& condition, std::string_view text) {
  if (condition.values.empty()) return Truth::yes;
  return text.empty() ? Truth::unknown : truth(is_one_of(condition.values, text));
}

// What a system is like cannot be ruled out before both its id and ID_LIKE are known.
Truth like_value(std::string_view asked, const OsFact& os) {
  if (asked.empty() || asked == os.id) return Truth::yes;
  if (os.like && std::find(os.like->begin(), os.like->end(), asked) != os.like->end()) return Truth::yes;
  return os.id.empty() || !os.like ? Truth::unknown : Truth::no;
}

bool is_connective(Condition::Op op) {
  using Op = Condition::Op;
  return op == Op::all || op == Op::any || op == Op::none || op == Op::not_;
}

}  // namespace

bool is_known(const Condition& condition) {
  return condition.op != Condition::Op::unknown && !condition.has_unknown_attribute &&
         !(is_connective(condition.op) && condition.children.empty());
}

bool is_one_of(std::string_view values, std::string_view text) {
  while (!values.empty()) {
    const std::string_view word = values.substr(0, values.find(' '));
    if (word == text) return true;
    values.remove_prefix(std::min(word.size() + 1, values.size()));
  }
  return false;
}

Truth finding_value(const Condition& condition, const Finding& finding) {
  if (finding.present != Truth::yes) return finding.present;
  return both(in_range(condition, finding.scheme, finding.version), with_value(condition, finding.version));
}

Truth os_kind_value(const Condition& condition, const OsFact& os) {
  return both(same(condition.name, os.family),
              both(both(same(condition.os_id, os.id), like_value(condition.os_like, os)),
                   same(condition.os_arch, os.arch)));
}

Truth os_value(const Condition& condition, const OsFact& os) {
  return both(os_kind_value(condition, os), in_range(condition, Scheme::dotted, os.version));
}

Truth locale_value(const Condition& condition, std::span<const std::string> locales) {
  if (locales.empty()) return Truth::no;
  return truth(std::any_of(condition.locale_ranges.begin(), condition.locale_ranges.end(),
                           [&](std::string_view range) { return range_means(range, locales.front()); }));
}

namespace {

// The minimum, or the maximum, over the children. The loop ends once the value cannot change any more.
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
