// Which message supersedes which within one catalog, before time and facts are considered.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// Messages by index in document order. These are ignored: claims of a faulty message, ids that
/// are not in the catalog, and edges within a cycle (a strongly connected component), which includes a
/// message that supersedes itself.
class Supersession {
 public:
  Supersession() = default;
  /// Cost: (messages + edges) x log messages; nothing is allocated when no message supersedes any.
  explicit Supersession(std::span<const Message> messages);

  /// Those that supersede `message`.
  [[nodiscard]] std::span<const std::uint32_t> superseders_of(std::size_t message) const;

  using Edge = std::pair<std::uint32_t, std::uint32_t>;  // superseded, superseder

 private:
  // Where each message's run in superseders_ starts, and one end more. Empty: there is no edge.
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> superseders_;
};

/// For each of `nodes` nodes a number that names its strongly connected component. `edges` is sorted.
[[nodiscard]] std::vector<std::uint32_t> components_of(std::uint32_t nodes,
                                                       std::span<const Supersession::Edge> edges);

}  // namespace tocsin
