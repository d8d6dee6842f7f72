// See lint/spelling.h. Reads the line by itself, because the parser stops at the first fault and keeps no
// name.
#include "packaging/kit/lint/spelling.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace tocsin {
namespace {

constexpr std::size_t kNear = 2;

constexpr std::array<std::string_view, 29> kElements = {
    "catalog", "detect",  "host",    "console", "component",  "registry", "uninstall", "file",
    "service", "package", "keyfile", "config",  "message",    "when",     "all",       "any",
    "none",    "not",     "os",      "locale",  "supersedes", "text",     "title",     "body",
    "p",       "ul",      "li",      "b",       "link"};
constexpr std::array<std::string_view, 31> kAttributes = {
    "id",      "type",   "version",  "name",           "key",      "value",    "path",      "at",
    "scheme",  "family", "arch",     "match",          "revision", "category", "severity",  "not-before",
    "expires", "act-by", "audience", "when-unknown",   "scope",    "until",    "reference", "renotify-from",
    "locale",  "href",   "notify",   "default-locale", "xmlns",    "xml:lang", "xml:space"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ':';
}

/// Letters to change, add or leave out (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t changed = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, changed});
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, std::span<const std::string_view> known) {
  const auto best = std::min_element(known.begin(), known.end(), [&](std::string_view a, std::string_view b) {
    return distance(word, a) < distance(word, b);
  });
  const std::size_t away = distance(word, *best);
  return away <= kNear && away < best->size() ? std::string(*best) : std::string();
}

std::string_view line_of(std::string_view document, int line) {
  for (; line > 1; --line) document.remove_prefix(std::min(document.find('\n') + 1, document.size()));
  return document.substr(0, document.find('\n'));
}

std::string_view name_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_name_character(text[end])) ++end;
  return text.substr(begin, end - begin);
}

std::vector<std::string_view> element_names(std::string_view line) {
  std::vector<std::string_view> names;
  for (std::size_t at = line.find('<'); at != std::string_view::npos; at = line.find('<', at + 1)) {
    names.push_back(name_at(line, at + 1));
  }
  return names;
}

/// Whatever stands before `="`.
std::vector<std::string_view> attribute_names(std::string_view line) {
  std::vector<std::string_view> names;
  for (std::size_t at = line.find('='); at != std::string_view::npos; at = line.find('=', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_name_character(line[begin - 1])) --begin;
    names.push_back(line.substr(begin, at - begin));
  }
  return names;
}

}  // namespace

std::optional<Misspelling> misspelling(std::string_view document, int line, std::string_view rule) {
  const bool is_attribute = rule == "unknown-attribute";
  if (!is_attribute && rule != "unknown-condition" && rule != "unknown-element" && rule != "unknown-source")
    return {};
  const std::span<const std::string_view> known = is_attribute
                                                      ? std::span<const std::string_view>(kAttributes)
                                                      : std::span<const std::string_view>(kElements);
  const std::string_view text = line_of(document, line);
  for (const std::string_view name : is_attribute ? attribute_names(text) : element_names(text)) {
    if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
    return Misspelling{std::string(name), nearest(name, known)};
  }
  return {};
}

}  // namespace tocsin
