// See supersession.h.
#include "notifier/decide/supersession.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>

namespace tocsin {
namespace {

bool counts(const Message& message) {
  return message.fault == Message::Fault::none && !message.supersedes.empty();
}

/// By a hash, since each message asks whether it is claimed and few are: ids lie far apart in memory.
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

// Each message looks for who claims it: claims are few.
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
