// Strongly connected components of the graph of supersession. Layer: notifier.
#include <algorithm>
#include <vector>

#include "notifier/decide/supersession.h"

namespace tocsin {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

class Tarjan {
 public:
  Tarjan(std::uint32_t nodes, std::span<const Supersession::Edge> edges)
      : edges_(edges), order_(nodes, kNone), low_(nodes, 0), next_edge_(nodes, 0), component_(nodes, kNone) {}

  std::vector<std::uint32_t> run() && {
    for (const auto& [node, target] : edges_) {
      if (order_[node] == kNone) explore(node);
    }
    // Most nodes have no edge: each is a component of its own.
    for (std::uint32_t node = 0; node < component_.size(); ++node) {
      if (component_[node] == kNone) component_[node] = node;
    }
    return std::move(component_);
  }

 private:
  void enter(std::uint32_t node) {
    const auto first = std::lower_bound(edges_.begin(), edges_.end(), Supersession::Edge{node, 0});
    next_edge_[node] = static_cast<std::size_t>(first - edges_.begin());
    order_[node] = low_[node] = visited_++;
    open_.push_back(node);
    path_.push_back(node);
  }

  void explore(std::uint32_t root) {
    enter(root);
    while (!path_.empty()) step(path_.back());
  }

  // One edge of the node at the end of the path, or its end.
  void step(std::uint32_t node) {
    const auto edge = next_edge_[node];
    if (edge == edges_.size() || edges_[edge].first != node) return leave(node);
    ++next_edge_[node];
    const auto target = edges_[edge].second;
    if (order_[target] == kNone) {
      enter(target);
    } else if (component_[target] == kNone) {
      low_[node] = std::min(low_[node], order_[target]);
    }
  }

  void leave(std::uint32_t node) {
    path_.pop_back();
    if (!path_.empty()) low_[path_.back()] = std::min(low_[path_.back()], low_[node]);
    if (low_[node] == order_[node]) close(node);
  }

  void close(std::uint32_t root) {
    for (std::uint32_t node = kNone; node != root; open_.pop_back()) {
      node = open_.back();
      component_[node] = root;
    }
  }

  std::span<const Supersession::Edge> edges_;
  std::vector<std::uint32_t> order_, low_;
  std::vector<std::size_t> next_edge_;
  std::vector<std::uint32_t> component_;
  std::vector<std::uint32_t> open_, path_;
  std::uint32_t visited_ = 0;
};

}  // namespace

std::vector<std::uint32_t> components_of(std::uint32_t nodes, std::span<const Supersession::Edge> edges) {
  return Tarjan(nodes, edges).run();
}

}  // namespace tocsin
