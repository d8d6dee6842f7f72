// What the grammar refused, as findings: one for the document, and one for each further message that the
// notifier would drop. The parser keeps no name, so this file reads the document again to find what was
// misspelt.
#include <algorithm>
#include <optional>
#include <span>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/ascii.h"
#include "schema/format/catalog/vocabulary.h"

namespace tocsin::kit {
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
    {"link", "Links are https, an ASCII host, no user, no port, other characters as %XX: correct it."},
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

/// The number of characters to change, add or remove (Levenshtein).
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

bool is_name_character(char c) {
  return is_alphanumeric(c) || c == '-' || c == '_' || c == ':' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Reads the tags of a document that the parser has accepted up to its first unknown name.
struct TagCursor {
  std::string_view rest;
  int line = 1;

  void skip(std::size_t bytes) {
    const std::string_view skipped = rest.substr(0, bytes);
    line += static_cast<int>(std::count(skipped.begin(), skipped.end(), '\n'));
    rest.remove_prefix(skipped.size());
  }
  void skip_past(std::string_view mark) {
    const std::size_t at = rest.find(mark);
    skip(at == std::string_view::npos ? rest.size() : at + mark.size());
  }
  std::string_view take_name() {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    const std::string_view name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    skip(name.size());
    return name;
  }
};

struct TagNames {
  std::vector<std::string_view> elements, attributes;
};

/// Reads a start tag from its name on.
void read_tag(TagCursor& in, TagNames& names) {
  names.elements.push_back(in.take_name());
  while (!in.rest.empty() && in.rest.front() != '>') {
    const char c = in.rest.front();
    if (c == '"' || c == '\'') {
      in.skip(1);
      in.skip_past({&c, 1});
    } else if (is_name_character(c)) {
      names.attributes.push_back(in.take_name());
    } else {
      in.skip(1);
    }
  }
}

/// The names in the start tags that begin on this line. The parser reports an unknown attribute at the line
/// of its tag.
TagNames names_on(std::string_view document, int line) {
  TagNames names, others;
  TagCursor in{document};
  for (in.skip_past("<"); !in.rest.empty() && in.line <= line; in.skip_past("<")) {
    if (in.rest.starts_with("!--")) {
      in.skip_past("-->");
    } else if (in.rest.starts_with('?')) {
      in.skip_past("?>");
    } else if (!in.rest.starts_with('/')) {
      read_tag(in, in.line == line ? names : others);
    }
  }
  return names;
}

bool is_in(std::span<const std::string_view> known, std::string_view name) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

bool is_element(std::string_view name) {
  return is_in(vocabulary::kStructure, name) || is_in(vocabulary::kSources, name) ||
         is_in(vocabulary::kConditions, name);
}

struct Misspelling {
  std::string word;   // as written
  std::string meant;  // the nearest name of the same kind; empty: none is near
};

std::optional<Misspelling> misspelt_element(const TagNames& names, std::span<const std::string_view> meant) {
  const auto word = std::find_if_not(names.elements.begin(), names.elements.end(), is_element);
  if (word == names.elements.end()) return {};
  return Misspelling{std::string(*word), nearest(*word, meant)};
}

std::optional<Misspelling> misspelt_attribute(const TagNames& names) {
  for (const std::string_view word : names.attributes) {
    if (word == "xmlns" || is_in(vocabulary::kAttributes, word)) continue;
    return Misspelling{std::string(word), nearest(word, vocabulary::kAttributes)};
  }
  return {};
}

/// The first name in the tags of the line that is not in the grammar. Nothing if `rule` is not about unknown
/// names, or if the line holds known names only.
std::optional<Misspelling> misspelling(std::string_view document, int line, std::string_view rule) {
  if (rule == "unknown-attribute") return misspelt_attribute(names_on(document, line));
  if (rule == "unknown-condition") return misspelt_element(names_on(document, line), vocabulary::kConditions);
  if (rule == "unknown-source") return misspelt_element(names_on(document, line), vocabulary::kSources);
  if (rule == "unknown-element") return misspelt_element(names_on(document, line), vocabulary::kStructure);
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

}  // namespace tocsin::kit
