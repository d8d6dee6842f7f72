// See reach/axes.h. Layer: packaging/kit.
#include "packaging/kit/reach/axes.h"

#include <algorithm>

#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

bool is_of(const Condition& leaf, Condition::Op op, std::string_view name) {
  return leaf.op == op && (op == Condition::Op::os || leaf.name == name);
}

std::vector<std::string_view> range_ends(std::span<const Condition* const> leaves, Condition::Op op,
                                         std::string_view name) {
  std::vector<std::string_view> ends;
  for (const Condition* leaf : leaves) {
    if (!is_of(*leaf, op, name)) continue;
    for (const Interval& interval : leaf->range.intervals) {
      for (const std::string_view end : {interval.low, interval.high}) {
        if (!end.empty()) ends.push_back(end);
      }
    }
  }
  return ends;
}

void add_once(std::vector<std::string_view>& words, std::string_view word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

const Detected* declaration(const Detect& detect, const NameAxis& axis) {
  return axis.op == Condition::Op::console ? detect.console(axis.name) : detect.component(axis.name);
}

/// By scheme: on which systems a source of it can find something. Indexed by Scheme.
using FamiliesByScheme = std::array<unsigned, 3>;

FamiliesByScheme families_by_scheme(const Detected* declared, bool everything_is_found) {
  FamiliesByScheme families{};
  if (declared == nullptr || (declared->sources.empty() && everything_is_found))
    families[static_cast<std::size_t>(Scheme::dotted)] = kLinux | kWindows;
  for (const Source& source : declared == nullptr ? std::span<const Source>() : declared->sources) {
    families[static_cast<std::size_t>(source.scheme)] |=
        everything_is_found ? kLinux | kWindows : families_of(source);
  }
  return families;
}

}  // namespace

Ends::Ends(Scheme scheme, std::vector<std::string_view> ends) : scheme_(scheme), ends_(std::move(ends)) {
  std::erase_if(ends_, [scheme](std::string_view end) { return !is_version(scheme, end); });
  const auto order = [scheme](std::string_view a, std::string_view b) {
    return *compare_versions(scheme, a, b);
  };
  std::sort(ends_.begin(), ends_.end(),
            [&](std::string_view a, std::string_view b) { return std::is_lt(order(a, b)); });
  ends_.erase(std::unique(ends_.begin(), ends_.end(),
                          [&](std::string_view a, std::string_view b) { return std::is_eq(order(a, b)); }),
              ends_.end());
}

std::vector<int> Ends::places() const {
  const bool begins_at_zero = scheme_ == Scheme::dotted && !ends_.empty() &&
                              std::is_eq(*compare_versions(scheme_, ends_.front(), "0"));
  std::vector<int> places;
  for (int place = begins_at_zero ? 1 : 0; place <= 2 * static_cast<int>(ends_.size()); ++place)
    places.push_back(place);
  return places;
}

std::optional<int> Ends::place_of(std::string_view end) const {
  if (!is_version(scheme_, end)) return std::nullopt;
  const auto at = std::find_if(ends_.begin(), ends_.end(), [&](std::string_view known) {
    return std::is_eq(*compare_versions(scheme_, known, end));
  });
  return 2 * static_cast<int>(at - ends_.begin()) + 1;
}

Truth Ends::contains(const VersionRange& range, int place) const {
  const auto side = [&](std::string_view end, bool included, int sign) {
    if (end.empty()) return Truth::yes;
    const auto at = place_of(end);
    if (!at) return Truth::unknown;
    return sign * (place - *at) > 0 || (included && place == *at) ? Truth::yes : Truth::no;
  };
  Truth found = Truth::no;
  for (const Interval& interval : range.intervals) {
    found = either(found, both(side(interval.low, interval.low_included, 1),
                               side(interval.high, interval.high_included, -1)));
  }
  return found;
}

unsigned family_of(std::string_view name) {
  if (name == "linux") return kLinux;
  return name == "windows" ? kWindows : 0;
}

unsigned families_of(const Source& source) {
  switch (source.kind) {
    case Source::Kind::registry:
    case Source::Kind::uninstall:
      return kWindows;
    case Source::Kind::package:
      return kLinux;
    case Source::Kind::service:
      return kLinux | kWindows;
    case Source::Kind::file:
    case Source::Kind::keyfile:
    case Source::Kind::config:
      return source.name.starts_with('/') ? kLinux : kWindows;
    case Source::Kind::unknown:
      break;
  }
  return 0;
}

SystemAxis system_axis(std::span<const Condition* const> leaves, std::string_view family) {
  std::vector<std::string_view> ids = {{}}, archs = {"x86_64"};
  for (const Condition* leaf : leaves) {
    if (leaf->op != Condition::Op::os) continue;
    add_once(ids, leaf->os_id);
    if (!leaf->os_arch.empty()) add_once(archs, leaf->os_arch);
    if (!leaf->os_arch.empty()) add_once(archs, "arm64");
  }
  SystemAxis axis{{Ends(Scheme::dotted, range_ends(leaves, Condition::Op::os, {}))}, {}};
  for (const unsigned one : {kLinux, kWindows}) {
    if (!family.empty() && family_of(family) != one) continue;
    for (const std::string_view id : ids) {
      for (const std::string_view arch : archs) {
        for (const int place : axis.ends.front().places()) axis.choices.push_back({one, id, arch, place});
      }
    }
  }
  return axis;
}

/// A tag's filters are those of the longest that it meets: so the filters themselves stand for all tags.
LocaleAxis locale_axis(std::span<const Condition* const> leaves) {
  LocaleAxis axis;
  for (const Condition* leaf : leaves) {
    for (std::string_view range : leaf->locale_ranges) {
      if (range.ends_with("-*")) range.remove_suffix(2);
      if (range != "*") add_once(axis.choices, range);
    }
  }
  add_once(axis.choices, "und");
  add_once(axis.choices, {});
  return axis;
}

void lay_out_names(NameAxis& axis, const Detect& detect, std::span<const Condition* const> leaves,
                   bool everything_is_found) {
  const auto families = families_by_scheme(declaration(detect, axis), everything_is_found);
  const auto ends = range_ends(leaves, axis.op, axis.name);
  for (const Scheme scheme : {Scheme::dotted, Scheme::semver, Scheme::deb}) {
    if (families[static_cast<std::size_t>(scheme)] != 0) axis.ends.emplace_back(scheme, ends);
  }
  axis.choices.push_back({});
  unsigned anywhere = 0;
  for (const Ends& one : axis.ends) {
    const unsigned where = families[static_cast<std::size_t>(one.scheme())];
    anywhere |= where;
    for (const int place : one.places()) axis.choices.push_back({true, &one, place, where});
  }
  if (anywhere != 0) axis.choices.push_back({true, nullptr, 0, anywhere});
}

}  // namespace tocsin
