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

struct Claim {
  std::string_view superseded;
  std::uint32_t superseder;
};

bool comes_before(const Claim& a, const Claim& b) {
  return a.superseded < b.superseded;
}

std::vector<Claim> sorted_claims(std::span<const Message> messages) {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    if (!counts(messages[i])) continue;
    for (const auto id : messages[i].supersedes) claims.push_back({id, i});
  }
  std::sort(claims.begin(), claims.end(), comes_before);
  return claims;
}

// Each message looks for who claims it: claims are few.
std::vector<Supersession::Edge> edges_of(std::span<const Message> messages) {
  const auto claims = sorted_claims(messages);
  std::vector<Supersession::Edge> edges;
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    const auto [first, last] =
        std::equal_range(claims.begin(), claims.end(), Claim{messages[i].id, 0}, comes_before);
    for (auto claim = first; claim != last; ++claim) edges.emplace_back(i, claim->superseder);
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
