// Whether any machine can meet a condition: decided, by trying every kind of machine that its own words tell
// apart. Layer: packaging/kit. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "schema/core/truth.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

enum class Reach : std::uint8_t { yes, no, undecided };

/// What is left open when the machines are laid out.
struct ReachWish {
  std::string_view family = {};      // only machines of this system; empty: of both
  bool everything_is_found = false;  // as if every name had a source on every system
};

/// The kinds of machines that a few conditions of one catalog tell apart: the system (family, id, arch, and
/// the version by the ends of the ranges), the reader's first language by the filters, and for every console
/// and component: absent, there without a version, or there with a version at or between the ends of its
/// ranges, in each scheme and only on the systems that its sources have. Between two ends there is taken to
/// be a version; below dotted zero there is none.
class Machines {
 public:
  Machines(const Detect& detect, std::span<const Condition* const> conditions, const ReachWish& wish);
  ~Machines();
  Machines(const Machines&) = delete;
  Machines& operator=(const Machines&) = delete;

  /// Value on the machine chosen so far; what is not chosen yet counts as unknown.
  [[nodiscard]] Truth value(const Condition& condition) const;

  /// Whether there is a machine for which `goal` is yes. `goal` is asked while a machine is being put
  /// together and once it is whole; whatever it says before holds for all that can still be chosen, but for
  /// unknown. Undecided: beyond kMostTries.
  static constexpr int kMostTries = 400'000;
  [[nodiscard]] Reach some(const std::function<Truth(bool whole)>& goal);

 private:
  struct Axes;
  [[nodiscard]] Reach choose(std::size_t axis, const std::function<Truth(bool)>& goal, int& tries);
  std::unique_ptr<Axes> axes_;
};

/// Whether some machine meets it.
[[nodiscard]] Reach can_hold(const Detect& detect, const Condition& condition, const ReachWish& wish = {});
/// Whether some machine does not (where it is unknown, it does not).
[[nodiscard]] Reach can_fail(const Detect& detect, const Condition& condition);
/// Whether some machine meets the first, but not the second; null: a condition that every machine meets.
[[nodiscard]] Reach can_differ(const Detect& detect, const Condition* meets, const Condition* fails);

}  // namespace tocsin
