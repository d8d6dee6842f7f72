// Semantic Versioning 2.0.0: items 2, 9 and 10 are the grammar, item 11 the order. Numbers may be of any
// length. Layer: core.
#include "schema/core/version/schemes.h"

namespace tocsin::versions {
namespace {

struct Parsed {
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

std::optional<Parsed> parse(std::string_view text) {
  Parsed parsed;
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

}  // namespace

bool is_semver(std::string_view text) {
  return parse(text).has_value();
}

Order compare_semver(std::string_view a, std::string_view b) {
  const auto left = parse(a), right = parse(b);
  if (!left || !right) return std::nullopt;
  for (int i = 0; i < 3; ++i) {
    const auto order = compare_numbers(left->core[i], right->core[i]);
    if (std::is_neq(order)) return order;
  }
  return compare_prereleases(left->prerelease, right->prerelease);
}

}  // namespace tocsin::versions
