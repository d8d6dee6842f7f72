// Decides whether a machine can meet a condition. It searches in depth: first the system, then the language,
// then one name after the other. A branch is left as soon as the goal can no longer be reached in it.
#include "packaging/kit/reach/reach.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "schema/core/locale/locale.h"
#include "schema/core/truth.h"

namespace tocsin::kit {
namespace {

constexpr unsigned kLinux = 1, kWindows = 2;

/// The ends of ranges in one scheme, ascending and without repetition. A place is a number: 2k+1 is the k-th
/// end itself, 2k lies below it.
class Ends {
 public:
  Ends(Scheme scheme, std::vector<std::string_view> ends);
  [[nodiscard]] Scheme scheme() const { return scheme_; }
  /// The places that a version can have.
  [[nodiscard]] std::vector<int> places() const;
  /// Nothing if `end` is not a version in this scheme.
  [[nodiscard]] std::optional<int> place_of(std::string_view end) const;
  [[nodiscard]] Truth contains(const VersionRange& range, int place) const;

 private:
  Scheme scheme_;
  std::vector<std::string_view> ends_;
};

/// One state of a console or component.
struct Found {
  bool present = false;
  const Ends* ends = nullptr;  // null: the version cannot be read
  int place = 0;
  unsigned families = kLinux | kWindows;  // the systems on which this state is possible
};

struct NameAxis {
  Condition::Op op = Condition::Op::component;
  std::string_view name;
  std::vector<Ends> ends;  // one for each scheme; `choices` point into it
  std::vector<Found> choices;
};

struct System {
  unsigned family = kLinux;
  std::string_view id;  // empty: an id that no condition names
  std::string_view arch;
  int place = 0;
};

struct SystemAxis {
  std::vector<Ends> ends;  // a single one, dotted
  std::vector<System> choices;
};

struct LocaleAxis {
  std::vector<std::string_view> choices;  // the first language of the reader; empty: none is set
};

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

// 0: neither.
unsigned family_of(std::string_view name) {
  if (name == "linux") return kLinux;
  return name == "windows" ? kWindows : 0;
}

/// The systems on which this source can find anything.
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

const Detected* declaration(const Detect& detect, const NameAxis& axis) {
  return axis.op == Condition::Op::console ? detect.console(axis.name) : detect.component(axis.name);
}

/// For each Scheme: the systems on which a source with that scheme can find something.
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

/// A tag meets the same filters as the longest filter that it meets, so the filters stand for all tags.
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

void collect_leaves(const Condition& condition, std::vector<const Condition*>& leaves) {
  if (condition.children.empty()) leaves.push_back(&condition);
  for (const Condition& child : condition.children) collect_leaves(child, leaves);
}

bool is_name(const Condition& leaf) {
  return leaf.op == Condition::Op::console || leaf.op == Condition::Op::component;
}

Truth truth(bool value) {
  return value ? Truth::yes : Truth::no;
}

Truth system_value(const Condition& leaf, const Ends& ends, const System& system) {
  if (!leaf.name.empty() && family_of(leaf.name) != system.family) return Truth::no;
  if (!leaf.os_id.empty() && leaf.os_id != system.id) return Truth::no;
  if (!leaf.os_arch.empty() && leaf.os_arch != system.arch) return Truth::no;
  return leaf.range.intervals.empty() ? Truth::yes : ends.contains(leaf.range, system.place);
}

Truth locale_value(const Condition& leaf, std::string_view locale) {
  if (locale.empty()) return Truth::no;
  return truth(std::any_of(leaf.locale_ranges.begin(), leaf.locale_ranges.end(),
                           [&](std::string_view range) { return matches_range(range, locale); }));
}

Truth name_value(const Condition& leaf, const Found& found) {
  if (!found.present) return Truth::no;
  if (leaf.range.intervals.empty()) return Truth::yes;
  return found.ends == nullptr ? Truth::unknown : found.ends->contains(leaf.range, found.place);
}

constexpr int kOpen = -1;            // nothing chosen on this axis yet
constexpr int kMostTries = 400'000;  // beyond it the search ends undecided

/// The kinds of machines that a few conditions of one catalog distinguish: the system (family, id, arch, and
/// the version by the ends of the ranges), the reader's first language by the filters, and each console and
/// component: absent, present without a version, or present with a version at or between the ends of its
/// ranges. A name takes the schemes and the systems of its sources. Between two ends a version is assumed to
/// exist; below dotted zero there is none.
///
/// Axis 0 is the system, axis 1 the language, the others are names. The constructor evaluates each leaf for
/// each choice of its axis, so the search only looks values up.
class Machines {
 public:
  Machines(const Detect& detect, std::span<const Condition* const> conditions, const ReachOptions& options);

  Machines(const Machines&) = delete;  // choices of names_ point into names_
  Machines& operator=(const Machines&) = delete;

  /// The value on the machine chosen so far. A leaf whose axis is open counts as unknown.
  [[nodiscard]] Truth value(const Condition& condition) const;

  /// Whether there is a machine for which `goal` is yes. `goal` is called while a machine is being built
  /// (false) and once it is complete (true). A yes or no for a partial machine must hold for each machine
  /// that can be built from it.
  [[nodiscard]] Reach some(const std::function<Truth(bool whole)>& goal) {
    int tries = 0;
    return choose(0, goal, tries);
  }

 private:
  struct Leaf {
    std::size_t axis = 0;
    std::vector<Truth> values;  // by choice
  };

  void add_name(const Condition& leaf);
  void evaluate(const Condition& leaf);
  [[nodiscard]] std::size_t axis_of(const Condition& leaf) const;
  [[nodiscard]] std::size_t choices(std::size_t axis) const;
  [[nodiscard]] Truth value_at(const Condition& leaf, std::size_t axis, std::size_t choice) const;
  [[nodiscard]] bool fits(std::size_t axis, std::size_t choice) const;
  [[nodiscard]] Reach choose(std::size_t axis, const std::function<Truth(bool)>& goal, int& tries);

  SystemAxis system_;
  LocaleAxis locale_;
  std::vector<NameAxis> names_;
  std::map<const Condition*, Leaf> leaves_;
  std::vector<int> chosen_;  // by axis
};

Machines::Machines(const Detect& detect, std::span<const Condition* const> conditions,
                   const ReachOptions& options) {
  std::vector<const Condition*> leaves;
  for (const Condition* condition : conditions) collect_leaves(*condition, leaves);
  system_ = system_axis(leaves, options.family);
  locale_ = locale_axis(leaves);
  for (const Condition* leaf : leaves) {
    if (is_name(*leaf)) add_name(*leaf);
  }
  for (NameAxis& axis : names_) lay_out_names(axis, detect, leaves, options.everything_is_found);
  // The axes with the fewest choices first: a contradiction there is then found once, not for every choice of
  // the others.
  std::stable_sort(names_.begin(), names_.end(),
                   [](const NameAxis& a, const NameAxis& b) { return a.choices.size() < b.choices.size(); });
  chosen_.assign(2 + names_.size(), kOpen);
  for (const Condition* leaf : leaves) evaluate(*leaf);
}

void Machines::add_name(const Condition& leaf) {
  const bool is_known = std::any_of(names_.begin(), names_.end(), [&](const NameAxis& axis) {
    return axis.op == leaf.op && axis.name == leaf.name;
  });
  if (!is_known) names_.push_back({leaf.op, leaf.name, {}, {}});
}

void Machines::evaluate(const Condition& leaf) {
  if (leaf.op != Condition::Op::os && leaf.op != Condition::Op::locale && !is_name(leaf)) return;
  Leaf one{axis_of(leaf), {}};
  for (std::size_t k = 0; k < choices(one.axis); ++k) one.values.push_back(value_at(leaf, one.axis, k));
  leaves_.emplace(&leaf, std::move(one));
}

std::size_t Machines::axis_of(const Condition& leaf) const {
  if (leaf.op == Condition::Op::os) return 0;
  if (leaf.op == Condition::Op::locale) return 1;
  const auto at = std::find_if(names_.begin(), names_.end(), [&](const NameAxis& axis) {
    return axis.op == leaf.op && axis.name == leaf.name;
  });
  return 2 + static_cast<std::size_t>(at - names_.begin());
}

std::size_t Machines::choices(std::size_t axis) const {
  if (axis == 0) return system_.choices.size();
  return axis == 1 ? locale_.choices.size() : names_[axis - 2].choices.size();
}

Truth Machines::value_at(const Condition& leaf, std::size_t axis, std::size_t choice) const {
  if (axis == 0) return system_value(leaf, system_.ends.front(), system_.choices[choice]);
  return axis == 1 ? locale_value(leaf, locale_.choices[choice])
                   : name_value(leaf, names_[axis - 2].choices[choice]);
}

/// A name can be found only on the systems of its sources.
bool Machines::fits(std::size_t axis, std::size_t choice) const {
  if (axis < 2) return true;
  const unsigned family = system_.choices[static_cast<std::size_t>(chosen_[0])].family;
  return (names_[axis - 2].choices[choice].families & family) != 0;
}

Truth Machines::value(const Condition& condition) const {
  using Op = Condition::Op;
  if (condition.children.empty()) {
    const auto leaf = leaves_.find(&condition);
    const int choice = leaf == leaves_.end() ? kOpen : chosen_[leaf->second.axis];
    return choice == kOpen ? Truth::unknown : leaf->second.values[static_cast<std::size_t>(choice)];
  }
  Truth least = Truth::yes, greatest = Truth::no;
  for (const Condition& child : condition.children) {
    const Truth one = value(child);
    least = both(least, one);
    greatest = either(greatest, one);
  }
  if (condition.op == Op::all) return least;
  return condition.op == Op::any ? greatest : negated(greatest);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as there are names in a condition
Reach Machines::choose(std::size_t axis, const std::function<Truth(bool)>& goal, int& tries) {
  if (++tries > kMostTries) return Reach::undecided;
  const bool is_whole = axis == chosen_.size();
  const Truth reached = goal(is_whole);
  if (reached == Truth::yes) return Reach::yes;
  if (is_whole || reached == Truth::no) return Reach::no;
  Reach found = Reach::no;
  for (std::size_t k = 0; k < choices(axis) && found == Reach::no; ++k) {
    if (!fits(axis, k)) continue;
    chosen_[axis] = static_cast<int>(k);
    found = choose(axis + 1, goal, tries);
  }
  chosen_[axis] = kOpen;
  return found;
}

}  // namespace

Reach can_hold(const Detect& detect, const Condition& condition, const ReachOptions& options) {
  const Condition* const conditions[] = {&condition};
  Machines machines(detect, conditions, options);
  return machines.some([&](bool) { return machines.value(condition); });
}

Reach can_fail(const Detect& detect, const Condition& condition) {
  const Condition* const conditions[] = {&condition};
  Machines machines(detect, conditions, {});
  return machines.some([&](bool whole) {
    const Truth value = machines.value(condition);
    return whole && value == Truth::unknown ? Truth::yes : negated(value);
  });
}

Reach can_differ(const Detect& detect, const Condition* meets, const Condition* fails) {
  if (fails == nullptr) return Reach::no;
  std::vector<const Condition*> conditions = {fails};
  if (meets != nullptr) conditions.push_back(meets);
  Machines machines(detect, conditions, {});
  return machines.some([&](bool whole) {
    const Truth first = meets == nullptr ? Truth::yes : machines.value(*meets);
    const Truth second = machines.value(*fails);
    return both(first, whole && second == Truth::unknown ? Truth::yes : negated(second));
  });
}

}  // namespace tocsin::kit
