// Who supersedes whom in one catalog; edges within a cycle are left out.
#include "notifier/decide/supersession.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

/// Tarjan's strongly connected components, without recursion: a chain may be as long as the catalog.
class Tarjan {
 public:
  Tarjan(std::uint32_t nodes, std::span<const Supersession::Edge> edges)
      : edges_(edges), order_(nodes, kNone), low_(nodes, 0), next_edge_(nodes, 0), component_(nodes, kNone) {}

  std::vector<std::uint32_t> run() && {
    for (const auto& [node, target] : edges_) {
      if (order_[node] == kNone) explore(node);
    }
    // Most nodes have no edge. Each of them is a component of its own.
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

  // Follows one edge of the node at the end of the path, or leaves the node when it has none left.
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

namespace {

bool counts(const Message& message) {
  return message.fault == Message::Fault::none && !message.supersedes.empty();
}

/// "`superseder` supersedes the id". Claims are sorted by the id's hash: every message looks itself up, few
/// are superseded, and comparing ids would touch memory that lies far apart.
struct Claim {
  std::size_t hash;
  std::string_view superseded;
  std::uint32_t superseder;
};

std::size_t hash_of(std::string_view id) {
  return std::hash<std::string_view>()(id);
}

bool comes_before(const Claim& a, const Claim& b) {
  return a.hash < b.hash;
}

std::vector<Claim> sorted_claims(std::span<const Message> messages) {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    if (!counts(messages[i])) continue;
    for (const auto id : messages[i].supersedes) claims.push_back({hash_of(id), id, i});
  }
  std::sort(claims.begin(), claims.end(), comes_before);
  return claims;
}

std::vector<Supersession::Edge> edges_of(std::span<const Message> messages) {
  const auto claims = sorted_claims(messages);
  std::vector<Supersession::Edge> edges;
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    const std::string_view id = messages[i].id;
    const std::size_t hash = hash_of(id);
    for (auto claim = std::lower_bound(claims.begin(), claims.end(), Claim{hash, {}, 0}, comes_before);
         claim != claims.end() && claim->hash == hash; ++claim) {
      if (claim->superseded == id) edges.emplace_back(i, claim->superseder);
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

Supersession::Supersession(std::span<const Message> messages) {
  if (std::none_of(messages.begin(), messages.end(), counts)) return;
  auto edges = edges_of(messages);
  const auto component = components_of(static_cast<std::uint32_t>(messages.size()), edges);
  std::erase_if(edges, [&](const Edge& edge) { return component[edge.first] == component[edge.second]; });
  starts_.assign(messages.size() + 1, 0);
  for (const auto& edge : edges) {
    ++starts_[edge.first + 1];
    superseders_.push_back(edge.second);
  }
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
}

std::span<const std::uint32_t> Supersession::superseders_of(std::size_t message) const {
  if (starts_.empty()) return {};
  return std::span(superseders_).subspan(starts_[message], starts_[message + 1] - starts_[message]);
}

}  // namespace tocsin
