// Intervals: grammar, emptiness, membership.
#include "schema/core/version/range.h"

#include <optional>

#include "schema/core/text/ascii.h"

namespace tocsin {
namespace {

constexpr bool is_end_character(char c) {
  return is_alphanumeric(c) || c == '.' || c == '+' || c == '~' || c == ':' || c == '-';
}

bool are_end_characters(std::string_view text) {
  for (const char c : text) {
    if (!is_end_character(c)) return false;
  }
  return true;
}

std::optional<Interval> parse_interval(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const char first = text.front(), last = text.back();
  if ((first != '[' && first != '(') || (last != ']' && last != ')')) return std::nullopt;
  const std::string_view inside = text.substr(1, text.size() - 2);
  const std::size_t comma = inside.find(',');
  Interval interval{inside.substr(0, comma), {}, first == '[', last == ']'};
  if (comma == std::string_view::npos) {  // [v]
    interval.high = interval.low;
    if (!interval.low_included || !interval.high_included) return std::nullopt;
  } else {
    interval.high = inside.substr(comma + 1);
    if (interval.low.empty() && (interval.low_included || interval.high.empty())) return std::nullopt;
    if (interval.high.empty() && interval.high_included) return std::nullopt;
  }
  if (!are_end_characters(interval.low) || !are_end_characters(interval.high)) return std::nullopt;
  return interval;
}

Truth is_above(const Interval& interval, Scheme scheme, std::string_view version) {
  if (interval.low.empty()) return Truth::yes;
  const auto order = compare_versions(scheme, version, interval.low);
  if (!order) return Truth::unknown;
  return std::is_gt(*order) || (interval.low_included && std::is_eq(*order)) ? Truth::yes : Truth::no;
}

Truth is_below(const Interval& interval, Scheme scheme, std::string_view version) {
  if (interval.high.empty()) return Truth::yes;
  const auto order = compare_versions(scheme, version, interval.high);
  if (!order) return Truth::unknown;
  return std::is_lt(*order) || (interval.high_included && std::is_eq(*order)) ? Truth::yes : Truth::no;
}

}  // namespace

Result<VersionRange> parse_range(std::string_view text) {
  VersionRange range;
  while (true) {
    const std::size_t blank = text.find(' ');
    const auto interval = parse_interval(text.substr(0, blank));
    if (!interval) {
      return fail(Code::malformed, "range.parse", "not an interval such as [1.0,2.0) or [1.5]",
                  "range-syntax");
    }
    range.intervals.push_back(*interval);
    if (blank == std::string_view::npos) return range;
    text.remove_prefix(blank + 1);
  }
}

bool is_empty_interval(const Interval& interval, Scheme scheme) {
  if (interval.low.empty() || interval.high.empty()) return false;
  const auto order = compare_versions(scheme, interval.low, interval.high);
  if (!order) return false;
  return std::is_gt(*order) || (std::is_eq(*order) && !(interval.low_included && interval.high_included));
}

Truth contains(const VersionRange& range, Scheme scheme, std::string_view version) {
  Truth found = Truth::no;
  for (const Interval& interval : range.intervals) {
    found = either(found, both(is_above(interval, scheme, version), is_below(interval, scheme, version)));
    if (found == Truth::yes) break;
  }
  return found;
}

}  // namespace tocsin
