// A sorted table of decisions.
#include "notifier/decide/decisions.h"

#include <tuple>
#include <utility>

namespace tocsin {
namespace {

auto key(const Decision& row) {
  return std::tuple(std::string_view(row.message), row.kind);
}

// Of rows with the same id and kind the highest revision comes first, then the latest.
bool comes_before(const Decision& a, const Decision& b) {
  return std::tuple(key(a), b.revision, b.when) < std::tuple(key(b), a.revision, a.when);
}

}  // namespace

Decisions::Decisions(std::vector<Decision> rows) : rows_(std::move(rows)) {
  std::stable_sort(rows_.begin(), rows_.end(), comes_before);
}

std::span<const Decision> Decisions::of(std::string_view message, Decision::Kind kind) const {
  const std::tuple wanted(message, kind);
  const auto below = [](const Decision& row, const auto& value) { return key(row) < value; };
  const auto first = std::lower_bound(rows_.begin(), rows_.end(), wanted, below);
  const auto last = std::find_if(first, rows_.end(), [&](const Decision& row) { return key(row) != wanted; });
  return {first, last};
}

const Decision* Decisions::find(std::string_view message, Decision::Kind kind) const {
  const auto rows = of(message, kind);
  return rows.empty() ? nullptr : &rows.front();
}

}  // namespace tocsin
