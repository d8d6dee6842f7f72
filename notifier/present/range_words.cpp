// See range_words.h.
#include "notifier/present/range_words.h"

#include "notifier/present/strings.h"
#include "schema/core/version/range.h"

namespace tocsin {
namespace {

std::string_view pattern_of(const Interval& interval) {
  if (interval.high.empty()) return interval.low_included ? tr("{low} and later") : tr("later than {low}");
  if (interval.low.empty())
    return interval.high_included ? tr("{high} and earlier") : tr("earlier than {high}");
  if (interval.low_included && interval.high_included) return tr("{low} to {high}");
  if (interval.low_included) return tr("{low} up to but not including {high}");
  return interval.high_included ? tr("later than {low}, up to and including {high}")
                                : tr("later than {low} and earlier than {high}");
}

std::string interval_words(const Interval& interval) {
  if (interval.low == interval.high) return std::string(interval.low);
  return filled(pattern_of(interval), {{"low", interval.low}, {"high", interval.high}});
}

}  // namespace

std::string range_words(std::string_view range) {
  const auto parsed = parse_range(range);
  if (!parsed) return std::string(range);
  std::string out;
  for (const Interval& interval : parsed->intervals) {
    out = out.empty()
              ? interval_words(interval)
              : filled(tr("{ranges}, or {range}"), {{"ranges", out}, {"range", interval_words(interval)}});
  }
  return out;
}

}  // namespace tocsin
