// Unions of version intervals in the notation of NuGet and Maven: "[9.5,9.6) [9.7,9.7.3)".
#pragma once

#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/core/truth.h"
#include "schema/core/version/version.h"

namespace tocsin {

/// An empty end is unbounded. Views point into the text that was parsed.
struct Interval {
  std::string_view low;
  std::string_view high;
  bool low_included = false;
  bool high_included = false;
};

struct VersionRange {
  std::vector<Interval> intervals;  // a version is in the range if it is in any of them
};

/// Grammar only, for any scheme: `interval (SP interval)*`, interval one of [a,b] [a,b) (a,b] (a,b) [a,) (a,)
/// (,b] (,b) [v]; ends are of the characters [A-Za-z0-9.+~:-] without blanks. Bare `v`, `(v)`, `(,)` and
/// double blanks are malformed.
[[nodiscard]] Result<VersionRange> parse_range(std::string_view text);

/// Whether an interval contains no version in this scheme (inverted, or equal ends not both included);
/// false if an end does not parse in the scheme.
[[nodiscard]] bool is_empty_interval(const Interval& interval, Scheme scheme);

/// Kleene "or" over the intervals; unknown where the compared part of the version, or a needed end, is not a
/// version in the scheme. `version` is as found on a machine.
[[nodiscard]] Truth contains(const VersionRange& range, Scheme scheme, std::string_view version);

}  // namespace tocsin
