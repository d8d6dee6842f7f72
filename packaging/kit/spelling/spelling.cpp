#include "packaging/kit/spelling/spelling.h"

#include <algorithm>
#include <utility>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kQuotedMax = 80;
constexpr std::size_t kNear = 2;

std::string folded(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    if (c == '_') c = '-';
  }
  return out;
}

/// Optimal string alignment: each character is changed, added, removed or exchanged with its neighbour once.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, above(b.size() + 1), row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) above[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
      const bool are_exchanged = i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1];
      if (are_exchanged) row[k] = std::min(row[k], before[k - 2] + 1);
    }
    before = std::exchange(above, row);
  }
  return above.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  const std::string given = folded(word);
  std::string_view best;
  std::size_t least = kNear + 1;
  for (const std::string_view one : known) {
    const std::size_t longest = std::max(one.size(), given.size());
    if (longest > std::min(one.size(), given.size()) + kNear) continue;
    const std::size_t away = distance(given, folded(one));
    if (away >= least || 3 * away > longest) continue;
    least = away;
    best = one;
  }
  return best;
}

std::string did_you_mean(std::string_view word) {
  return word.empty() ? std::string() : " Did you mean " + in_quotes(word) + "?";
}

std::string alternatives(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (k != 0) out += k + 1 == words.size() ? " or " : ", ";
    out += words[k];
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  return "'" + sanitised(text, kQuotedMax) + "'";
}

}  // namespace tocsin
