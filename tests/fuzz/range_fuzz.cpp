// Version ranges: what was parsed and written again is the same text; membership against the orders alone.
// Input: a range, then versions, a line each.
#include "schema/core/version/range.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

std::string written(const VersionRange& range) {
  std::string text;
  for (const Interval& one : range.intervals) {
    if (!text.empty()) text += ' ';
    text += one.low_included ? '[' : '(';
    text += one.low;
    const bool is_point = !one.low.empty() && one.low.data() == one.high.data();
    if (!is_point) text += ',';
    if (!is_point) text += one.high;
    text += one.high_included ? ']' : ')';
  }
  return text;
}

/// Below, at or above an end; an open end is beyond every version.
Truth side(Scheme scheme, std::string_view lower, std::string_view upper, bool included) {
  if (lower.empty() || upper.empty()) return Truth::yes;
  const auto order = compare_versions(scheme, lower, upper);
  if (!order) return Truth::unknown;
  return *order < 0 || (*order == 0 && included) ? Truth::yes : Truth::no;
}

Truth naive(const VersionRange& range, Scheme scheme, std::string_view found) {
  const std::string_view part = compared_part(scheme, found);
  const std::string_view version = part.empty() ? "-" : part;  // empty would be an open end
  Truth any = Truth::no;
  for (const Interval& one : range.intervals) {
    const Truth low = side(scheme, one.low, version, one.low_included);
    const Truth high = side(scheme, version, one.high, one.high_included);
    const Truth inside = low == Truth::no || high == Truth::no     ? Truth::no
                         : low == Truth::yes && high == Truth::yes ? Truth::yes
                                                                   : Truth::unknown;
    if (inside == Truth::yes || any == Truth::no) any = any == Truth::yes ? any : inside;
  }
  return any;
}

void check_empty(const VersionRange& range, Scheme scheme, std::string_view version) {
  for (const Interval& one : range.intervals) {
    if (!is_empty_interval(one, scheme)) continue;
    expect(contains(VersionRange{{one}}, scheme, version) != Truth::yes, "nothing lies in an empty interval");
  }
}

void run(std::string_view input) {
  const std::string_view text = take_line(input);
  const auto range = parse_range(text);
  if (!range) return;
  expect(written(*range) == text, "a range written again is the same");
  while (!input.empty()) {
    const std::string_view version = take_line(input);
    if (version.empty()) continue;
    for (const Scheme scheme : kAllSchemes) {
      expect(contains(*range, scheme, version) == naive(*range, scheme, version), "both say the same");
      check_empty(*range, scheme, version);
    }
  }
}

const Registered kRegistered("range", run);

}  // namespace
}  // namespace tocsin::fuzz
