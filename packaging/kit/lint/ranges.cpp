// Rules of version ranges, each interval in every scheme in which a version may be found.
// Layer: packaging/kit.
#include <algorithm>

#include "packaging/kit/lint/rules.h"

namespace tocsin::rules {
namespace {

// Each once. An operating system's version is dotted; what is not declared has no scheme.
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
  const Scheme deaf = *std::find_if_not(schemes.begin(), schemes.end(), reads);
  if (std::none_of(schemes.begin(), schemes.end(), reads)) {
    lint.error("range-end", condition.line, message.id,
               in_quotes(end) + " is not a version" + in_scheme(deaf) +
                   ", so the condition cannot be true: correct it.");
    return;
  }
  lint.warning("range-end", condition.line, message.id,
               in_quotes(end) + " is not a version" + in_scheme(deaf) +
                   ", which one of the sources uses; found there, the condition is unknown: give that source "
                   "another scheme, or write an end that both can read.");
}

}  // namespace

void empty_ranges(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    for (const Scheme scheme : schemes_of(lint.catalog(), condition)) {
      for (const Interval& interval : condition.range.intervals) {
        if (!is_empty_interval(interval, scheme)) continue;
        lint.error("empty-range", condition.line, message.id,
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

}  // namespace tocsin::rules
