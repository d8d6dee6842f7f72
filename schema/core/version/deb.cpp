// Debian's order: [epoch:]upstream[-revision], as deb-version(7) and `dpkg --compare-versions` have it.
// Layer: core. Stricter than dpkg where dpkg only warns, or takes strtol's blanks and signs.
#include <climits>

#include "schema/core/version/schemes.h"

namespace tocsin::versions {
namespace {

struct Parsed {
  long long epoch = 0;
  std::string_view upstream;
  std::string_view revision;
};

std::optional<long long> parse_epoch(std::string_view text) {
  long long epoch = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    epoch = epoch * 10 + (c - '0');
    if (epoch > INT_MAX) return std::nullopt;
  }
  return text.empty() ? std::nullopt : std::optional(epoch);
}

bool only_of(std::string_view text, std::string_view marks) {
  for (const char c : text) {
    if (!is_digit(c) && !is_letter(c) && marks.find(c) == std::string_view::npos) return false;
  }
  return true;
}

std::optional<Parsed> parse(std::string_view text) {
  Parsed parsed;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    const auto epoch = parse_epoch(text.substr(0, colon));
    if (!epoch) return std::nullopt;
    parsed.epoch = *epoch;
    text.remove_prefix(colon + 1);
  }
  if (const std::size_t hyphen = text.rfind('-'); hyphen != std::string_view::npos) {
    parsed.revision = text.substr(hyphen + 1);
    if (parsed.revision.empty()) return std::nullopt;
    text = text.substr(0, hyphen);
  }
  parsed.upstream = text;
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  if (!only_of(text, ".+~-:") || !only_of(parsed.revision, ".+~")) return std::nullopt;
  return parsed;
}

constexpr bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

// Rank of the character at `at` in a run of non-digits: tilde before the end, the end (or a digit) before
// letters, letters before all others.
constexpr int rank_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || is_digit(text[at])) return 0;
  if (text[at] == '~') return -1;
  return is_letter(text[at]) ? text[at] : text[at] + 256;
}

// The run of digits that `text` begins with, leading zeros dropped; `text` moves behind it.
constexpr std::string_view take_number(std::string_view& text) {
  while (digit_at(text, 0) && text[0] == '0') text.remove_prefix(1);
  std::size_t length = 0;
  while (digit_at(text, length)) ++length;
  const std::string_view number = text.substr(0, length);
  text.remove_prefix(length);
  return number;
}

// The run of non-digits that both begin with; both move behind what they share of it.
std::strong_ordering compare_words(std::string_view& a, std::string_view& b) {
  std::size_t at = 0;
  while (true) {
    const int left = rank_at(a, at), right = rank_at(b, at);
    if (left != right) return left <=> right;
    if (left == 0) break;
    ++at;
  }
  a.remove_prefix(at);
  b.remove_prefix(at);
  return std::strong_ordering::equal;
}

std::strong_ordering compare_parts(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const auto words = compare_words(a, b);
    if (std::is_neq(words)) return words;
    const std::string_view left = take_number(a), right = take_number(b);
    if (left.size() != right.size()) return left.size() <=> right.size();
    if (const int order = left.compare(right); order != 0) return order <=> 0;
  }
  return std::strong_ordering::equal;
}

}  // namespace

bool is_deb(std::string_view text) {
  return parse(text).has_value();
}

Order compare_deb(std::string_view a, std::string_view b) {
  const auto left = parse(a), right = parse(b);
  if (!left || !right) return std::nullopt;
  if (left->epoch != right->epoch) return left->epoch <=> right->epoch;
  const auto upstream = compare_parts(left->upstream, right->upstream);
  return std::is_neq(upstream) ? upstream : compare_parts(left->revision, right->revision);
}

}  // namespace tocsin::versions
