// Version numbers: three grammars and three orders, one section each.
#include "schema/core/version/version.h"

#include <array>
#include <climits>
#include <cstdint>

#include "schema/core/text/ascii.h"

namespace tocsin {
namespace {

using Order = std::optional<std::strong_ordering>;  // nullopt: one side is not a version

/// Takes the part of `rest` before the first `separator`. `rest` becomes what follows the separator, or
/// empty.
constexpr std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

// Dotted numbers: 1 to 16 of them, 1 to 18 digits each, so that each fits 64 bits.

constexpr std::size_t kParts = 16;
constexpr int kDigits = 18;
using Parts = std::array<std::uint64_t, kParts>;  // missing ones stay zero

bool read_parts(std::string_view text, Parts& parts) {
  std::size_t part = 0;
  int digits = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      if (++digits > kDigits) return false;
      parts[part] = parts[part] * 10 + static_cast<std::uint64_t>(c - '0');
    } else {
      if (c != '.' || digits == 0 || ++part == kParts) return false;
      digits = 0;
    }
  }
  return digits != 0;
}

bool is_dotted(std::string_view text) {
  Parts parts{};
  return read_parts(text, parts);
}

Order compare_dotted(std::string_view a, std::string_view b) {
  Parts left{}, right{};
  if (!read_parts(a, left) || !read_parts(b, right)) return std::nullopt;
  return left <=> right;
}

// Semantic Versioning 2.0.0: items 2, 9 and 10 are the grammar, item 11 the order. Numbers may have any
// length.

struct SemverParts {
  std::string_view core[3];
  std::string_view prerelease;  // empty: a release
};

bool is_number(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return !text.empty();
}

bool is_canonical_number(std::string_view text) {
  return is_number(text) && (text.size() == 1 || text[0] != '0');
}

bool is_name(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c) && !is_letter(c) && c != '-') return false;
  }
  return !text.empty();
}

bool are_identifiers(std::string_view text, bool zeros_may_lead) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view one = text.substr(0, dot);
    if (!is_name(one)) return false;
    if (!zeros_may_lead && is_number(one) && !is_canonical_number(one)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::optional<SemverParts> parse_semver(std::string_view text) {
  SemverParts parsed;
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), true)) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const std::size_t hyphen = text.find('-'); hyphen != std::string_view::npos) {
    parsed.prerelease = text.substr(hyphen + 1);
    if (!are_identifiers(parsed.prerelease, false)) return std::nullopt;
    text = text.substr(0, hyphen);
  }
  const bool ends_in_dot = !text.empty() && text.back() == '.';
  for (std::string_view& number : parsed.core) {
    number = take_until(text, '.');
    if (!is_canonical_number(number)) return std::nullopt;
  }
  if (!text.empty() || ends_in_dot) return std::nullopt;
  return parsed;
}

// Without leading zeros the longer number is the greater.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

std::strong_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_number = is_number(a), b_number = is_number(b);
  if (a_number && b_number) return compare_numbers(a, b);
  if (a_number != b_number) return a_number ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.compare(b) <=> 0;
}

std::strong_ordering compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();  // a release is later than its prereleases
  while (!a.empty() && !b.empty()) {
    const auto order = compare_identifiers(take_until(a, '.'), take_until(b, '.'));
    if (std::is_neq(order)) return order;
  }
  return !a.empty() <=> !b.empty();  // more identifiers are later
}

bool is_semver(std::string_view text) {
  return parse_semver(text).has_value();
}

Order compare_semver(std::string_view a, std::string_view b) {
  const auto left = parse_semver(a), right = parse_semver(b);
  if (!left || !right) return std::nullopt;
  for (int i = 0; i < 3; ++i) {
    const auto order = compare_numbers(left->core[i], right->core[i]);
    if (std::is_neq(order)) return order;
  }
  return compare_prereleases(left->prerelease, right->prerelease);
}

// Debian: [epoch:]upstream[-revision], as in deb-version(7) and `dpkg --compare-versions`. Stricter than dpkg
// where dpkg only warns, or accepts the blanks and signs of strtol.

struct DebParts {
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

std::optional<DebParts> parse_deb(std::string_view text) {
  DebParts parsed;
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

// Takes the digits that `text` begins with, without leading zeros.
constexpr std::string_view take_number(std::string_view& text) {
  while (digit_at(text, 0) && text[0] == '0') text.remove_prefix(1);
  std::size_t length = 0;
  while (digit_at(text, length)) ++length;
  const std::string_view number = text.substr(0, length);
  text.remove_prefix(length);
  return number;
}

// Compares the non-digits that both begin with. If they are equal, both are advanced past them.
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

bool is_deb(std::string_view text) {
  return parse_deb(text).has_value();
}

Order compare_deb(std::string_view a, std::string_view b) {
  const auto left = parse_deb(a), right = parse_deb(b);
  if (!left || !right) return std::nullopt;
  if (left->epoch != right->epoch) return left->epoch <=> right->epoch;
  const auto upstream = compare_parts(left->upstream, right->upstream);
  return std::is_neq(upstream) ? upstream : compare_parts(left->revision, right->revision);
}

}  // namespace

std::optional<Scheme> scheme_from_name(std::string_view name) {
  if (name == "dotted") return Scheme::dotted;
  if (name == "semver") return Scheme::semver;
  if (name == "deb") return Scheme::deb;
  return std::nullopt;
}

std::string_view scheme_name(Scheme scheme) {
  return scheme == Scheme::dotted ? "dotted" : scheme == Scheme::semver ? "semver" : "deb";
}

bool is_version(Scheme scheme, std::string_view text) {
  switch (scheme) {
    case Scheme::dotted:
      return is_dotted(text);
    case Scheme::semver:
      return is_semver(text);
    case Scheme::deb:
      return is_deb(text);
  }
  return false;
}

std::optional<std::strong_ordering> compare_versions(Scheme scheme, std::string_view a, std::string_view b) {
  switch (scheme) {
    case Scheme::dotted:
      return compare_dotted(a, b);
    case Scheme::semver:
      return compare_semver(a, b);
    case Scheme::deb:
      return compare_deb(a, b);
  }
  return std::nullopt;
}

}  // namespace tocsin
