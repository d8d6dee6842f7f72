// The grammar of conditions.
#include <algorithm>

#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/grammar/values.h"
#include "schema/core/version/range.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"

namespace tocsin::grammar {
namespace {

class WhenCheck {
 public:
  explicit WhenCheck(Pass& pass) : pass_(pass) {}
  void check_group(std::string_view name);

 private:
  void check(std::string_view name, std::string_view parent);
  void check_leaf(std::string_view name);
  void check_range(const char* tag, const std::string& range);
  void check_count(const char* tag, std::string_view name, std::size_t children);

  Pass& pass_;
  std::size_t count_ = 0;
};

// NOLINTNEXTLINE(misc-no-recursion): as deep as the document, which the XML reader limits
void WhenCheck::check_group(std::string_view name) {
  const char* const tag = pass_.in().tag();
  const std::string group(name);
  expect_no_attributes(pass_);
  std::size_t children = 0;
  pass_.each_child([&](std::string_view child) {
    ++children;
    check(child, group);
  });
  check_count(tag, group, children);
}

// NOLINTNEXTLINE(misc-no-recursion): as above
void WhenCheck::check(std::string_view name, std::string_view parent) {
  const char* const tag = pass_.in().tag();
  const std::string kind(name);
  if (++count_ == limits::kConditions + 1) {
    pass_.add("conditions", tag,
              "The message has more than " + std::to_string(limits::kConditions) +
                  " conditions, and is dropped: make two messages of it.");
    pass_.spoil(kWhen);
  }
  const auto is = [&](std::string_view one) { return kind == one; };
  if (is("all") || is("any") || is("none") || is("not")) {
    check_group(kind);
  } else if (is("console") || is("component") || is("os") || is("locale")) {
    check_leaf(kind);
  } else {
    pass_.spoil(kWhen);
    pass_.unknown_child("unknown-condition", parent, vocabulary::kConditions, pass_.element("os"));
  }
}

// A condition without the name that it asks for becomes one that says nothing.
void WhenCheck::check_leaf(std::string_view name) {
  const char* const tag = pass_.in().tag();
  std::span<const AttributeRow> rows = kOsAttributes;
  if (name == "locale") rows = {&kMatchAttribute, 1};
  if (name == "console" || name == "component") rows = named_condition_attributes(name == "console");
  const Values values = read_attributes(pass_, rows);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (rows[k].name == "version" && values.of[k]) check_range(tag, *values.of[k]);
  }
  pass_.expect_empty();
  if (!values.is_sound) pass_.repair(tag, pass_.in().at(), pass_.element("os"));
}

void WhenCheck::check_range(const char* tag, const std::string& range) {
  const auto parsed = parse_range(range);
  for (const Interval& interval : parsed->intervals) {
    const bool is_point = interval.low_included && interval.high_included;
    const bool has_equal_ends = !interval.low.empty() && interval.low == interval.high && !is_point;
    if (!has_equal_ends && !is_empty_interval(interval, Scheme::dotted)) continue;
    const std::string low(interval.low), high(interval.high);
    pass_.add("empty-range", tag,
              "The interval from " + in_quotes(low) + " to " + in_quotes(high) + " of " + in_quotes(range) +
                  " holds no version: " +
                  (has_equal_ends ? "write [" + low + "] for that one."
                                  : "exchange its ends: [" + high + "," + low + ")."));
    pass_.spoil(kWhen);
  }
}

void WhenCheck::check_count(const char* tag, std::string_view name, std::size_t children) {
  const bool is_right = name == "not" ? children == 1 : children != 0;
  if (is_right) return;
  const std::string what = name == "not" ? "takes exactly one condition" : "takes one condition or more";
  pass_.add("condition-count", tag,
            in_quotes(name) + " " + what + ", and has " +
                (children == 0 ? "none" : std::to_string(children)) +
                (name == "not" && children > 1 ? ": write 'none' for none of several." : ": add one."));
  pass_.spoil(kWhen);
  if (name == "when" || children == 0) {
    const std::string os = pass_.element("os");
    pass_.repair(tag, pass_.in().at(), name == "when" ? pass_.element("when", {}, os) : os);
    return;
  }
  // `not` with several: the copy has `any`, so that they are still looked at.
  const char* const begin = pass_.written_name(tag).data();
  const auto local = pass_.written_name(tag).size() - name.size();
  pass_.repair(begin + local, begin + local + name.size(), "any");
  const char* end = pass_.in().at();
  while (*end != '/') --end;
  const char* const end_name = end + 1 + local;
  pass_.repair(end_name, end_name + name.size(), "any");
}

}  // namespace

void check_when(Pass& pass) {
  WhenCheck(pass).check_group("when");
}

}  // namespace tocsin::grammar
