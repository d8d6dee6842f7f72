// Rules of detection and conditions: names, version ranges, and whether any machine can meet a condition.
#include <algorithm>
#include <functional>
#include <set>

#include "packaging/kit/lint/rules.h"
#include "packaging/kit/reach/reach.h"

namespace tocsin::kit::rules {
namespace {

void visit_all(const Condition& condition, const std::function<void(const Condition&)>& visit) {
  visit(condition);
  for (const Condition& child : condition.children) visit_all(child, visit);
}

void each_condition(const Message& message, const std::function<void(const Condition&)>& visit) {
  if (message.when) visit_all(*message.when, visit);
}

/// The declaration of the name in a console or component condition; null if there is none.
const Detected* declared(const Catalog& catalog, const Condition& condition) {
  if (condition.op == Condition::Op::console) return catalog.detect.console(condition.name);
  if (condition.op == Condition::Op::component) return catalog.detect.component(condition.name);
  return nullptr;
}

// Without repetition. The version of an operating system is dotted. An undeclared name has no scheme.
std::vector<Scheme> schemes_of(const Catalog& catalog, const Condition& condition) {
  if (condition.op == Condition::Op::os) return {Scheme::dotted};
  std::vector<Scheme> schemes;
  const Detected* const detected = declared(catalog, condition);
  if (detected == nullptr) return schemes;
  for (const Source& source : detected->sources) {
    const bool known = std::find(schemes.begin(), schemes.end(), source.scheme) != schemes.end();
    if (!known && source.kind != Source::Kind::unknown) schemes.push_back(source.scheme);
  }
  return schemes;
}

std::string in_scheme(Scheme scheme) {
  return " in the scheme " + std::string(scheme_name(scheme));
}

void check_end(Lint& lint, const Message& message, const Condition& condition, std::string_view end) {
  const auto schemes = schemes_of(lint.catalog(), condition);
  const auto reads = [end](Scheme scheme) { return is_version(scheme, end); };
  if (end.empty() || schemes.empty() || std::all_of(schemes.begin(), schemes.end(), reads)) return;
  const Scheme unread = *std::find_if_not(schemes.begin(), schemes.end(), reads);
  if (std::none_of(schemes.begin(), schemes.end(), reads)) {
    lint.add("range-end", condition.line, message.id,
             in_quotes(end) + " is not a version" + in_scheme(unread) +
                 ", so the condition cannot be true: correct it.");
    return;
  }
  lint.add("range-end", kWarning, condition.line, message.id,
           in_quotes(end) + " is not a version" + in_scheme(unread) +
               ", which one of the sources uses; found there, the condition is unknown: give that source "
               "another scheme, or write an end that both can read.");
}

constexpr ReachOptions kAnywhere{{}, true};

/// The smallest part that no machine can meet; null if that is a single condition, which has rules of its
/// own.
const Condition* contradiction_in(const Detect& detect, const Condition& condition) {
  const bool is_alternative = condition.op == Condition::Op::any;
  for (const Condition& child : condition.children) {
    if (condition.op != Condition::Op::all && !is_alternative) break;
    if (can_hold(detect, child, kAnywhere) != Reach::no) continue;
    return contradiction_in(detect, child);  // in an <any> every child is impossible; the first is reported
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

void add_undetectable(Lint& lint, const Message& message, std::string_view family) {
  lint.add("undetectable", message.when->line, message.id,
           family.empty()
               ? "No system has sources for everything that must be found together, so the notice comes "
                 "nowhere: add sources under detect."
               : "On " + std::string(family) +
                     " nothing under detect can find what must be found, so the notice never comes there: "
                     "add a source for that system, or leave the system out.");
}

}  // namespace

void no_host(Lint& lint) {
  if (lint.catalog().detect.has_host || lint.catalog().messages.empty()) return;
  lint.add(
      "no-host", 0, {},
      "detect has no host, so computers with only a remote console are shown the notices too: say how the "
      "management server itself is found.");
}

void undeclared_names(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    const bool console = condition.op == Condition::Op::console;
    if (!console && condition.op != Condition::Op::component) return;
    if (declared(lint.catalog(), condition) != nullptr) return;
    lint.add(console ? RuleRow("undeclared-console") : RuleRow("undeclared-component"), condition.line,
             message.id,
             "Nothing under detect says how to find " + in_quotes(condition.name) +
                 ", so the condition is never true: declare it or correct the name.");
  });
}

void empty_ranges(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    for (const Scheme scheme : schemes_of(lint.catalog(), condition)) {
      for (const Interval& interval : condition.range.intervals) {
        if (!is_empty_interval(interval, scheme)) continue;
        lint.add("empty-range", condition.line, message.id,
                 "The interval from " + in_quotes(interval.low) + " to " + in_quotes(interval.high) +
                     " holds no version" + in_scheme(scheme) +
                     ": exchange its ends, or write [v] for one version.");
      }
    }
  });
}

void range_ends(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    for (const Interval& interval : condition.range.intervals) {
      check_end(lint, message, condition, interval.low);
      if (interval.high != interval.low) check_end(lint, message, condition, interval.high);
    }
  });
}

void never_true(Lint& lint, const Message& message) {
  if (!message.when) return;
  const Detect& detect = lint.catalog().detect;
  const Reach reach = can_hold(detect, *message.when, kAnywhere);
  if (reach == Reach::undecided) {
    lint.add("undecided", message.when->line, message.id,
             "Too many cases to tell whether any machine meets this condition: make it simpler.");
    return;
  }
  const Condition* const impossible = reach == Reach::no ? contradiction_in(detect, *message.when) : nullptr;
  if (impossible == nullptr) return;
  lint.add("never-true", impossible->line, message.id,
           "No machine can meet all of this at once, so the message is never due: remove the contradiction.");
}

void always_true(Lint& lint, const Message& message) {
  if (!message.when || can_fail(lint.catalog().detect, *message.when) != Reach::no) return;
  lint.add("always-true", message.when->line, message.id,
           "Every machine meets this condition: correct it, or say audience=\"all\" if every "
           "administrator shall see the notice.");
}

void undetectable(Lint& lint, const Message& message) {
  if (!message.when) return;
  const Detect& detect = lint.catalog().detect;
  for (const std::string_view family : families_named(message)) {
    const bool is_meant = can_hold(detect, *message.when, {family, true}) == Reach::yes;
    if (is_meant && can_hold(detect, *message.when, {family, false}) == Reach::no)
      add_undetectable(lint, message, family);
  }
}

}  // namespace tocsin::kit::rules
