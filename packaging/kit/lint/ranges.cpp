// Rules of version ranges: ends that are no versions, intervals without effect, ends that leave out more than
// they seem to.
#include <algorithm>
#include <optional>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

std::size_t parts_of(std::string_view version) {
  return 1 + static_cast<std::size_t>(std::count(version.begin(), version.end(), '.'));
}

}  // namespace

PartsByName most_parts_in(const Catalog& catalog) {
  PartsByName most;
  for (const Message& message : catalog.messages) {
    each_condition(message, [&](const Condition& condition) {
      for (const Interval& interval : condition.range.intervals) {
        std::size_t& parts = most[{condition.op, condition.name}];
        parts = std::max({parts, parts_of(interval.low), parts_of(interval.high)});
      }
    });
  }
  return most;
}

namespace rules {
namespace {

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

std::string as_written(const Interval& interval) {
  if (!interval.low.empty() && interval.low == interval.high) return "[" + std::string(interval.low) + "]";
  return std::string(interval.low_included ? "[" : "(") + std::string(interval.low) + "," +
         std::string(interval.high) + (interval.high_included ? "]" : ")");
}

/// "2025.8.0b1", as Python packages write prereleases, in Semantic Versioning; empty if it is none.
std::string as_semver(std::string_view end) {
  const std::size_t letter = end.find_first_not_of("0123456789.");
  if (letter == end.npos || letter == 0) return {};
  const std::string semver = std::string(end.substr(0, letter)) + "-" + std::string(end.substr(letter));
  return is_version(Scheme::semver, semver) ? semver : std::string();
}

struct Release {
  std::string_view name, version;
};
constexpr Release kLinuxReleases[] = {{"buster", "10"},   {"bullseye", "11"},  {"bookworm", "12"},
                                      {"trixie", "13"},   {"focal", "20.04"},  {"jammy", "22.04"},
                                      {"noble", "24.04"}, {"bionic", "18.04"}, {"stretch", "9"}};

/// What an end that is no version probably means.
std::string advice_for(const Condition& condition, std::string_view end, Scheme scheme) {
  const bool has_v = end.size() > 1 && (end[0] == 'v' || end[0] == 'V');
  if (has_v && is_version(scheme, end.substr(1)))
    return " Ends have no leading v." + did_you_mean(end.substr(1));
  for (const Release& release : kLinuxReleases) {
    if (condition.op == Condition::Op::os && release.name == end) return did_you_mean(release.version);
  }
  if (is_version(Scheme::semver, end))
    return " It is one in the scheme semver: does the source say scheme=\"semver\"?";
  if (const std::string semver = as_semver(end); !semver.empty()) {
    return " A prerelease is a version in the schemes semver, deb and upstream only; in semver it is " +
           in_quotes(semver) + ".";
  }
  return {};
}

void check_end(Lint& lint, const Message& message, const Condition& condition, std::string_view end) {
  const auto schemes = schemes_of(lint.catalog(), condition);
  const auto reads = [end](Scheme scheme) { return is_version(scheme, end); };
  if (end.empty() || schemes.empty() || std::all_of(schemes.begin(), schemes.end(), reads)) return;
  const Scheme unread = *std::find_if_not(schemes.begin(), schemes.end(), reads);
  const std::string what =
      in_quotes(end) + " in " + in_quotes(condition.range_text) + " is not a version" + in_scheme(unread);
  const std::string advice = advice_for(condition, end, unread);
  if (std::none_of(schemes.begin(), schemes.end(), reads)) {
    lint.add("range-end", condition.line, message.id,
             what + ", so the condition cannot be true: correct it." + advice);
    return;
  }
  lint.add("range-end", kWarning, condition.line, message.id,
           what +
               ", which one of the sources uses; found there, the condition is unknown: give that source "
               "another scheme, or write an end that both can read." +
               advice);
}

/// Whether every version of `inner` is one of `outer`; nothing if an end is no version in the scheme.
std::optional<bool> is_within(const Interval& inner, const Interval& outer, Scheme scheme) {
  const auto ends_within = [scheme](std::string_view in, bool in_included, std::string_view out,
                                    bool out_included, bool is_low) -> std::optional<bool> {
    if (out.empty()) return true;
    if (in.empty()) return false;
    const auto order = compare_versions(scheme, in, out);
    if (!order) return {};
    if (*order == std::strong_ordering::equal) return out_included || !in_included;
    return is_low ? std::is_gt(*order) : std::is_lt(*order);
  };
  const auto low = ends_within(inner.low, inner.low_included, outer.low, outer.low_included, true);
  const auto high = ends_within(inner.high, inner.high_included, outer.high, outer.high_included, false);
  if (!low || !high) return {};
  return *low && *high;
}

/// In every scheme that the name has; dotted, if it has none.
bool is_always_within(const Interval& inner, const Interval& outer, std::vector<Scheme> schemes) {
  if (schemes.empty()) schemes.push_back(Scheme::dotted);
  return std::all_of(schemes.begin(), schemes.end(),
                     [&](Scheme scheme) { return is_within(inner, outer, scheme).value_or(false); });
}

/// The systems whose versions have one part, and two: "12", "22.04".
constexpr std::string_view kOnePart[] = {"debian", "fedora", "amzn"};
constexpr std::string_view kTwoParts[] = {"ubuntu", "rhel", "rocky",         "almalinux", "ol",
                                          "sles",   "sled", "opensuse-leap", "linuxmint"};

bool is_listed(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// How many parts the versions have; 0 if nothing is known about them.
std::size_t usual_parts(const Lint& lint, const Condition& condition) {
  constexpr std::size_t kUsual = 3;
  if (condition.op == Condition::Op::os) {
    if (condition.name == "windows") return kUsual;
    if (is_listed(kTwoParts, condition.os_id)) return 2;
    return is_listed(kOnePart, condition.os_id) ? 1 : 0;
  }
  const auto most = lint.most_parts().find({condition.op, condition.name});
  return most == lint.most_parts().end() ? kUsual : std::max(kUsual, most->second);
}

/// "9.5" -> "9.6"; empty if the last part is no number.
std::string next_after(std::string_view version) {
  const std::size_t dot = version.rfind('.');
  const std::size_t last = dot == version.npos ? 0 : dot + 1;
  const auto part = parse_decimal(version.substr(last), 999'999'999);
  return part ? std::string(version.substr(0, last)) + std::to_string(*part + 1) : std::string();
}

/// A version that the end leaves out although it begins with it; empty if there is none to name.
std::string left_out(const Lint& lint, const Condition& condition, const Interval& interval) {
  const std::string end(interval.high);
  const auto schemes = schemes_of(lint.catalog(), condition);
  const auto has = [&](Scheme scheme) {
    return std::find(schemes.begin(), schemes.end(), scheme) != schemes.end();
  };
  const bool is_numbers = end.find_first_not_of("0123456789.") == end.npos;
  const bool can_have_more_parts = has(Scheme::dotted) || has(Scheme::upstream);
  if (can_have_more_parts && is_numbers && parts_of(end) < usual_parts(lint, condition)) return end + ".1";
  return has(Scheme::deb) && end.find('-') == end.npos ? end + "-1" : std::string();
}

}  // namespace

void empty_ranges(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    for (const Scheme scheme : schemes_of(lint.catalog(), condition)) {
      for (const Interval& interval : condition.range.intervals) {
        const bool is_reported = is_empty_interval(interval, Scheme::dotted);  // by the grammar
        if (is_reported || !is_empty_interval(interval, scheme)) continue;
        lint.add("empty-range", condition.line, message.id,
                 "The interval from " + in_quotes(interval.low) + " to " + in_quotes(interval.high) +
                     " holds no version" + in_scheme(scheme) +
                     ": exchange its ends, or write [v] for one version.");
      }
    }
  });
}

void nested_intervals(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    constexpr std::size_t kMostCompared = 100;
    std::span<const Interval> intervals = condition.range.intervals;
    intervals = intervals.first(std::min(intervals.size(), kMostCompared));
    const auto schemes = schemes_of(lint.catalog(), condition);
    for (std::size_t k = 0; k < intervals.size(); ++k) {
      for (std::size_t other = 0; other < intervals.size(); ++other) {
        if (other == k || !is_always_within(intervals[k], intervals[other], schemes)) continue;
        const bool are_equal = is_always_within(intervals[other], intervals[k], schemes);
        if (are_equal && other > k) continue;  // reported at the second
        lint.add("nested-interval", condition.line, message.id,
                 in_quotes(as_written(intervals[k])) + (are_equal ? " is the same as " : " lies within ") +
                     in_quotes(as_written(intervals[other])) +
                     " and adds nothing: remove it, or correct it.");
        break;
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

void inclusive_ends(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    for (const Interval& interval : condition.range.intervals) {
      if (!interval.high_included || interval.high.empty()) continue;
      const std::string out = left_out(lint, condition, interval);
      const std::string next = next_after(interval.high);
      if (out.empty() || next.empty()) continue;
      const std::string wider =
          (interval.low_included ? "[" : "(") + std::string(interval.low) + "," + next + ")";
      lint.add("inclusive-end", condition.line, message.id,
               in_quotes(as_written(interval)) + " holds " + std::string(interval.high) + " and not " + out +
                   ": if every " + std::string(interval.high) + " is meant, write " + in_quotes(wider) + ".");
    }
  });
}

}  // namespace rules
}  // namespace tocsin
