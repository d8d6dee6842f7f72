// Every condition up to a size, over a few leaves.
#pragma once

#include <utility>
#include <vector>

#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {

/// Connectives of one to three children, `not` of one. Over three leaves there are 3, 12, 75, 597 and 5,142
/// formulas of one to five nodes.
class Formulas {
 public:
  explicit Formulas(std::vector<Condition> leaves) { by_size_ = {{}, std::move(leaves)}; }

  const std::vector<Condition>& of_size(std::size_t nodes) {
    while (by_size_.size() <= nodes) grow();
    return by_size_[nodes];
  }

 private:
  static constexpr std::size_t kMostChildren = 3;

  void grow() {
    using Op = Condition::Op;
    const std::size_t inside = by_size_.size() - 1;
    std::vector<Condition> grown;
    for (std::size_t count = 1; count <= kMostChildren; ++count) {
      for (const auto& children : forests(inside, count)) {
        for (const Op op : {Op::all, Op::any, Op::none}) grown.push_back(build::group(op, children));
        if (count == 1) grown.push_back(build::group(Op::not_, children));
      }
    }
    by_size_.push_back(std::move(grown));
  }

  /// All rows of `count` formulas with so many nodes in all.
  std::vector<std::vector<Condition>> forests(std::size_t nodes, std::size_t count) const {
    std::vector<std::vector<Condition>> found;
    if (count == 0) return nodes == 0 ? std::vector<std::vector<Condition>>(1) : found;
    for (std::size_t first = 1; first + count - 1 <= nodes; ++first) {
      const auto rests = forests(nodes - first, count - 1);
      for (const Condition& one : by_size_[first]) {
        for (const auto& rest : rests) {
          found.push_back({one});
          found.back().insert(found.back().end(), rest.begin(), rest.end());
        }
      }
    }
    return found;
  }

  std::vector<std::vector<Condition>> by_size_;
};

/// Two things that may be there and one that no client knows.
inline Formulas formulas_of_two() {
  return Formulas(
      {build::component("a"), build::component("b"), build::condition(Condition::Op::unknown, "gpu")});
}

/// The nine machines on which each of the two is absent, unknown or there.
inline std::vector<ScriptedFacts> machines_of_two() {
  std::vector<ScriptedFacts> machines;
  for (const Truth a : {Truth::no, Truth::unknown, Truth::yes}) {
    for (const Truth b : {Truth::no, Truth::unknown, Truth::yes}) {
      machines.emplace_back().components = {{"a", {a, {}, Scheme::dotted, "t"}},
                                            {"b", {b, {}, Scheme::dotted, "t"}}};
    }
  }
  return machines;
}

}  // namespace tocsin
