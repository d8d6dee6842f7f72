// See reach.h. A search in depth: system, language, then one name after the other, left as soon as the goal
// is out of reach.
#include "packaging/kit/reach/reach.h"

#include <algorithm>
#include <map>

#include "packaging/kit/reach/axes.h"
#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

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

constexpr int kOpen = -1;

}  // namespace

/// Axis 0 is the system, 1 the language, the others are names. Every leaf is asked once for every choice of
/// its axis; from then on the search only looks up.
struct Machines::Axes {
  struct Leaf {
    std::size_t axis = 0;
    std::vector<Truth> values;  // by choice
  };

  SystemAxis system;
  LocaleAxis locale;
  std::vector<NameAxis> names;
  std::map<const Condition*, Leaf> leaves;
  std::vector<int> chosen;  // by axis; kOpen: not yet

  void add_name(const Condition& leaf) {
    const bool is_known = std::any_of(names.begin(), names.end(), [&](const NameAxis& axis) {
      return axis.op == leaf.op && axis.name == leaf.name;
    });
    if (!is_known) names.push_back({leaf.op, leaf.name, {}, {}});
  }

  [[nodiscard]] std::size_t axis_of(const Condition& leaf) const {
    if (leaf.op == Condition::Op::os) return 0;
    if (leaf.op == Condition::Op::locale) return 1;
    const auto at = std::find_if(names.begin(), names.end(), [&](const NameAxis& axis) {
      return axis.op == leaf.op && axis.name == leaf.name;
    });
    return 2 + static_cast<std::size_t>(at - names.begin());
  }

  [[nodiscard]] std::size_t choices(std::size_t axis) const {
    if (axis == 0) return system.choices.size();
    return axis == 1 ? locale.choices.size() : names[axis - 2].choices.size();
  }

  [[nodiscard]] Truth ask(const Condition& leaf, std::size_t axis, std::size_t choice) const {
    if (axis == 0) return system_value(leaf, system.ends.front(), system.choices[choice]);
    return axis == 1 ? locale_value(leaf, locale.choices[choice])
                     : name_value(leaf, names[axis - 2].choices[choice]);
  }

  void ask_all(const Condition& leaf) {
    if (leaf.op != Condition::Op::os && leaf.op != Condition::Op::locale && !is_name(leaf)) return;
    Leaf answers{axis_of(leaf), {}};
    for (std::size_t k = 0; k < choices(answers.axis); ++k)
      answers.values.push_back(ask(leaf, answers.axis, k));
    leaves.emplace(&leaf, std::move(answers));
  }

  /// A name can be found only on the systems its sources have.
  [[nodiscard]] bool fits(std::size_t axis, std::size_t choice) const {
    if (axis < 2) return true;
    const unsigned family = system.choices[static_cast<std::size_t>(chosen[0])].family;
    return (names[axis - 2].choices[choice].families & family) != 0;
  }
};

Machines::Machines(const Detect& detect, std::span<const Condition* const> conditions, const ReachWish& wish)
    : axes_(std::make_unique<Axes>()) {
  std::vector<const Condition*> leaves;
  for (const Condition* condition : conditions) collect_leaves(*condition, leaves);
  axes_->system = system_axis(leaves, wish.family);
  axes_->locale = locale_axis(leaves);
  for (const Condition* leaf : leaves) {
    if (is_name(*leaf)) axes_->add_name(*leaf);
  }
  for (NameAxis& axis : axes_->names) lay_out_names(axis, detect, leaves, wish.everything_is_found);
  // The least open first: a contradiction there is met once, not below every choice of the others.
  std::stable_sort(axes_->names.begin(), axes_->names.end(),
                   [](const NameAxis& a, const NameAxis& b) { return a.choices.size() < b.choices.size(); });
  axes_->chosen.assign(2 + axes_->names.size(), kOpen);
  for (const Condition* leaf : leaves) axes_->ask_all(*leaf);
}

Machines::~Machines() = default;

Truth Machines::value(const Condition& condition) const {
  using Op = Condition::Op;
  if (condition.children.empty()) {
    const auto leaf = axes_->leaves.find(&condition);
    const int choice = leaf == axes_->leaves.end() ? kOpen : axes_->chosen[leaf->second.axis];
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
  const bool is_whole = axis == axes_->chosen.size();
  const Truth reached = goal(is_whole);
  if (reached == Truth::yes) return Reach::yes;
  if (is_whole || reached == Truth::no) return Reach::no;
  Reach found = Reach::no;
  for (std::size_t k = 0; k < axes_->choices(axis) && found == Reach::no; ++k) {
    if (!axes_->fits(axis, k)) continue;
    axes_->chosen[axis] = static_cast<int>(k);
    found = choose(axis + 1, goal, tries);
  }
  axes_->chosen[axis] = kOpen;
  return found;
}

Reach Machines::some(const std::function<Truth(bool whole)>& goal) {
  int tries = 0;
  return choose(0, goal, tries);
}

Reach can_hold(const Detect& detect, const Condition& condition, const ReachWish& wish) {
  const Condition* const conditions[] = {&condition};
  Machines machines(detect, conditions, wish);
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

}  // namespace tocsin
