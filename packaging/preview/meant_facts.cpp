// See meant_facts.h.
#include "packaging/preview/meant_facts.h"

namespace tocsin {
namespace {

/// The lower end of the first interval that has one, else an upper one; empty: no version is asked for.
std::string_view first_end(const VersionRange& range) {
  for (const Interval& interval : range.intervals) {
    if (!interval.low.empty()) return interval.low;
  }
  return range.intervals.empty() ? std::string_view() : range.intervals.front().high;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the grammar lets a condition be
std::string_view version_named(const Condition& condition, Condition::Op op, std::string_view name) {
  if (condition.op == op && condition.name == name) return first_end(condition.range);
  for (const Condition& child : condition.children) {
    if (const auto version = version_named(child, op, name); !version.empty()) return version;
  }
  return {};
}

}  // namespace

Finding MeantFacts::meant(Condition::Op op, std::string_view name) const {
  const auto version = message_.when ? version_named(*message_.when, op, name) : std::string_view();
  return {Truth::yes, std::string(version), Scheme::dotted, {}};
}

Finding MeantFacts::console(std::string_view type, Need /*need*/) {
  return meant(Condition::Op::console, type);
}

Finding MeantFacts::component(std::string_view id, Need /*need*/) {
  return meant(Condition::Op::component, id);
}

}  // namespace tocsin
