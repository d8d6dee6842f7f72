// What the grammar refused, as findings: one for the document, and one for each further message that the
// notifier would drop. The parser keeps no name, so this file reads the refused line again to find what was
// misspelt.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "packaging/kit/lint/rules.h"

namespace tocsin {
namespace {

struct Advice {
  std::string_view rule, sentence;
};

constexpr Advice kAdvice[] = {
    {"audience-missing",
     "Has no condition: write one, or say audience=\"all\" if every administrator shall see it."},
    {"banned-character",
     "A control character, bidirectional override or pile of marks: remove it from the text."},
    {"body-bytes", "The body is too long for the window: shorten it, and link to the rest."},
    {"body-lines", "The body has too many lines for the window: shorten it, and link to the rest."},
    {"duplicate-id", "This id is taken, case apart: choose another."},
    {"duplicate-locale", "A message has one text a language: merge the two."},
    {"empty-range", "An interval that holds no version: exchange its ends, or write [v] for one version."},
    {"identifier", "Ids are 1 to 64 of A-Z a-z 0-9 . _ - : correct it."},
    {"language-range", "Not a language range such as de or en-GB: correct it."},
    {"language-tag", "Not a language tag such as de or zh-Hant: correct it."},
    {"lifetime", "Expires too long after it starts, or before it: correct not-before or expires."},
    {"link", "Links are https, an ASCII host, no user and no port: correct it."},
    {"missing-attribute", "A required attribute is missing: add it."},
    {"no-source", "Nothing says how to find this: add a source."},
    {"no-text", "A message needs a text in at least one language: add it."},
    {"order", "This element may not stand here: messages hold when, supersedes, text, in that order."},
    {"too-long", "Too long to be shown: shorten it."},
    {"unknown-attribute", "No such attribute: look for a misspelling."},
    {"unknown-condition", "No such condition, so nobody would see the message: look for a misspelling."},
    {"unknown-element", "No such element: look for a misspelling."},
    {"unknown-source", "No such way of detection: look for a misspelling."},
    {"version-range", "Not a version range such as '[9.5,9.6) [9.7]': correct it."},
    {"condition-count", "not takes exactly one condition, all, any and none one or more: correct it."},
    {"conditions", "More than 64 conditions in a message: make two messages of it."},
    {"duplicate-declaration", "Declared twice: merge the two."},
    {"empty-body", "A body needs a paragraph: write one."},
    {"empty-list", "A list needs an item: write one, or remove the list."},
    {"empty-text", "Empty: write something, or remove it."},
    {"missing-element", "A required element is missing: add it."},
    {"notify", "notify is yes or no: correct it."},
    {"os-arch", "arch is x86_64 or arm64: correct it."},
    {"os-family", "family is windows or linux: correct it."},
    {"reference", "A reference is at most 40 characters, without controls: correct it."},
    {"renotify-from", "renotify-from is 1 up to the revision: correct it."},
    {"source-place", "Not a local, absolute path or place: correct it."},
    {"source-scheme", "scheme is dotted, semver or deb: correct it."},
    {"stray-text", "Text where only elements may stand: remove it."},
};

std::string sentence_of(std::string_view rule, std::string_view detail) {
  const auto* const advice = std::find_if(std::begin(kAdvice), std::end(kAdvice),
                                          [rule](const Advice& one) { return one.rule == rule; });
  std::string sentence =
      advice != std::end(kAdvice)
          ? std::string(advice->sentence)
          : "The grammar refuses this: correct it as schema/catalog.xsd and schema/README.md say.";
  if (!detail.empty()) sentence += " (" + in_quotes(detail) + ")";
  return sentence;
}

LintFinding finding_of(std::string_view rule, int line, std::string_view message, std::string_view detail) {
  if (rule.empty()) rule = "grammar";
  return {std::string(rule), line, FindingLevel::error, std::string(message), sentence_of(rule, detail)};
}

// The faulty message that holds the line: the last that begins at or before it.
const Message* message_around(const Catalog& catalog, const Error& error) {
  const Message* around = nullptr;
  for (const Message& message : catalog.messages) {
    if (message.line <= error.line) around = &message;
  }
  return around != nullptr && around->fault_rule == error.rule ? around : nullptr;
}

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

/// The names before each `=`.
std::vector<std::string_view> attribute_names(std::string_view line) {
  std::vector<std::string_view> names;
  for (std::size_t at = line.find('='); at != std::string_view::npos; at = line.find('=', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_name_character(line[begin - 1])) --begin;
    names.push_back(line.substr(begin, at - begin));
  }
  return names;
}

struct Misspelling {
  std::string word;   // as written
  std::string meant;  // the nearest name of the grammar; empty: none is near
};

/// The first element or attribute of the line that is not in the grammar. Nothing if `rule` is not about
/// unknown names, or if the line holds known names only.
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

}  // namespace

LintFinding grammar_finding(const Error& error, std::string_view document) {
  LintFinding finding = finding_of(error.rule, error.line, {}, error.detail);
  const auto misspelt = misspelling(document, error.line, error.rule);
  if (misspelt) finding.sentence += " " + in_quotes(misspelt->word) + " is not of the grammar.";
  if (misspelt && !misspelt->meant.empty())
    finding.sentence += " Did you mean " + in_quotes(misspelt->meant) + "?";
  return finding;
}

std::vector<LintRule> grammar_rules() {
  std::vector<LintRule> rules;
  for (const Advice& advice : kAdvice)
    rules.push_back({advice.rule, FindingLevel::error, advice.sentence, true});
  return rules;
}

void find_faulty_messages(const Catalog& catalog, const Error& error, std::vector<LintFinding>& findings) {
  const Message* const first = message_around(catalog, error);
  if (first != nullptr) findings.front().message = first->id;
  for (const Message& message : catalog.messages) {
    if (message.fault == Message::Fault::none || &message == first) continue;
    findings.push_back(finding_of(message.fault_rule, message.line, message.id, {}));
  }
}

}  // namespace tocsin
