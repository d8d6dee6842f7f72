// See supersession.h.
#include "notifier/evaluate/supersession.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace tocsin {
namespace {

bool counts(const Message& message) {
  return message.fault == Message::Fault::none && !message.supersedes.empty();
}

std::vector<std::uint32_t> sorted_by_id(std::span<const Message> messages) {
  std::vector<std::uint32_t> order(messages.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return messages[a].id < messages[b].id; });
  return order;
}

void add_edges(std::vector<Supersession::Edge>& edges, std::span<const Message> messages,
               std::uint32_t superseder, std::span<const std::uint32_t> order) {
  const auto below = [&](std::uint32_t index, std::string_view id) { return messages[index].id < id; };
  for (const auto id : messages[superseder].supersedes) {
    const auto found = std::lower_bound(order.begin(), order.end(), id, below);
    if (found != order.end() && messages[*found].id == id) edges.emplace_back(*found, superseder);
  }
}

std::vector<Supersession::Edge> edges_of(std::span<const Message> messages) {
  std::vector<Supersession::Edge> edges;
  const auto order = sorted_by_id(messages);
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    if (counts(messages[i])) add_edges(edges, messages, i, order);
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
