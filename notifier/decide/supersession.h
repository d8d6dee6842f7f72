// Who supersedes whom within one catalog. Knows neither time nor facts. Layer: notifier.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// Messages by index in document order. Left out: what a faulty message claims, ids that are not in the
/// catalog, and edges within a cycle (a strongly connected component), a message that names itself among
/// them.
class Supersession {
 public:
  Supersession() = default;
  /// Cost: (messages + edges) x log messages; nothing is allocated when no message supersedes any.
  explicit Supersession(std::span<const Message> messages);

  /// Those that supersede `message`.
  [[nodiscard]] std::span<const std::uint32_t> superseders_of(std::size_t message) const;

  using Edge = std::pair<std::uint32_t, std::uint32_t>;  // superseded, superseder

 private:
  std::vector<std::uint32_t>
      starts_;  // of each message's run in superseders_, one more at the end; empty: no edge
  std::vector<std::uint32_t> superseders_;
};

/// The strongly connected component of each of `nodes` nodes, by the smallest effort: Tarjan's, without
/// recursion, since a chain may be as long as the catalog. `edges` is sorted.
[[nodiscard]] std::vector<std::uint32_t> components_of(std::uint32_t nodes,
                                                       std::span<const Supersession::Edge> edges);

}  // namespace tocsin
