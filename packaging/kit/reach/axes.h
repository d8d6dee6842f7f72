// What a machine is put together from. Layer: packaging/kit, private to reach.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "packaging/kit/reach/reach.h"

namespace tocsin {

inline constexpr unsigned kLinux = 1, kWindows = 2;

/// The ends of ranges in one scheme, ascending and each once; a place is 2k+1 at the k-th end and 2k below
/// it.
class Ends {
 public:
  Ends(Scheme scheme, std::vector<std::string_view> ends);
  [[nodiscard]] Scheme scheme() const { return scheme_; }
  /// Places at which there is a version.
  [[nodiscard]] std::vector<int> places() const;
  /// Of an end; none where it is no version in this scheme.
  [[nodiscard]] std::optional<int> place_of(std::string_view end) const;
  [[nodiscard]] Truth contains(const VersionRange& range, int place) const;

 private:
  Scheme scheme_;
  std::vector<std::string_view> ends_;
};

/// One state of a console or component.
struct Found {
  bool present = false;
  const Ends* ends = nullptr;  // null: without a version
  int place = 0;
  unsigned families = kLinux | kWindows;  // where it can be so
};

struct NameAxis {
  Condition::Op op = Condition::Op::component;
  std::string_view name;
  std::vector<Ends> ends;  // a scheme each; does not grow once `choices` point into it
  std::vector<Found> choices;
};

struct System {
  unsigned family = kLinux;
  std::string_view id;  // empty: one that no condition names
  std::string_view arch;
  int place = 0;
};

struct SystemAxis {
  std::vector<Ends> ends;  // one: dotted
  std::vector<System> choices;
};

struct LocaleAxis {
  std::vector<std::string_view> choices;  // first languages; empty: a reader who names none
};

[[nodiscard]] unsigned family_of(std::string_view name);  // 0: neither
/// Systems on which this source can find anything.
[[nodiscard]] unsigned families_of(const Source& source);

[[nodiscard]] SystemAxis system_axis(std::span<const Condition* const> leaves, std::string_view family);
[[nodiscard]] LocaleAxis locale_axis(std::span<const Condition* const> leaves);
/// Fills `axis`, whose op and name are set. A name that nothing declares is found anywhere, by dotted
/// versions.
void lay_out_names(NameAxis& axis, const Detect& detect, std::span<const Condition* const> leaves,
                   bool everything_is_found);

}  // namespace tocsin
