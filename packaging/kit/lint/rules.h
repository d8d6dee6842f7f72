// The rules of lint. A new rule is a row of kRules, a function declared below, and two samples with its fault
// in tests/data/lint; lint.cpp calls the function. The rules of the grammar and of XML are applied in the folder
// grammar.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "packaging/kit/lint/lint.h"
#include "packaging/kit/spelling/spelling.h"

namespace tocsin {

inline constexpr auto kError = FindingLevel::error;
inline constexpr auto kWarning = FindingLevel::warning;
inline constexpr auto kHint = FindingLevel::hint;

/// Every rule, as the manual lists it. `true`: strict reading refuses such a catalog. A finding's level is
/// that of its row.
inline constexpr LintRule kRules[] = {
    {"act-by", kError,
     "act-by is neither a day, such as 2027-01-31, nor a time, such as 2027-01-31T12:00:00Z.", true},
    {"act-by-early", kError, "act-by is earlier than not-before."},
    {"act-by-late", kError, "act-by is later than expires."},
    {"already-expired", kWarning, "Expired already, so never due again."},
    {"always-superseded", kWarning, "Another message is due wherever and whenever this one could be."},
    {"always-true", kWarning, "Every machine meets the condition."},
    {"attribute-bytes", kError, "An attribute is longer than 4,096 bytes.", true},
    {"attribute-count", kError, "An element has more than 32 attributes.", true},
    {"attribute-name", kError, "Something stands in a tag that is no attribute.", true},
    {"attribute-value", kError, "An attribute has no value in quotes.", true},
    {"audience", kError, "audience is not all.", true},
    {"audience-missing", kError, "A message has neither a condition nor audience=\"all\".", true},
    {"banned-character", kError, "A control character, bidirectional override or pile of marks in a text.",
     true},
    {"body-bytes", kError, "A body has more than 16,384 bytes of text.", true},
    {"body-lines", kError, "A body has more than 200 lines.", true},
    {"cdata-end", kError, "]]> in a text.", true},
    {"changed-condition", kError, "The condition is not the shipped one (--base), under the same revision."},
    {"changed-text", kError, "A text is not the shipped one (--base), under the same revision."},
    {"character", kError, "A character that XML does not allow.", true},
    {"comment", kError, "A comment contains two hyphens in a row.", true},
    {"condition-count", kError, "not takes exactly one condition; all, any and none take one or more.", true},
    {"conditions", kError, "A message has more than 64 conditions.", true},
    {"critical-without-act-by", kWarning, "Critical, but without a day to act by."},
    {"declaration", kError, "The XML declaration is wrong.", true},
    {"depth", kError, "Elements are nested more than 16 deep.", true},
    {"doctype", kError, "The document has a DOCTYPE.", true},
    {"draft-text", kWarning, "A word of drafts, such as TODO, TEST or lorem ipsum, is in a text."},
    {"duplicate-attribute", kError, "A tag has the same attribute twice.", true},
    {"duplicate-declaration", kError, "detect declares a console or component twice.", true},
    {"duplicate-id", kError, "Two messages, or two withdrawn, have the same id, case apart.", true},
    {"duplicate-locale", kError, "A message has two texts in the same language.", true},
    {"empty-body", kError, "A body without a paragraph.", true},
    {"empty-list", kError, "A list without an item.", true},
    {"empty-paragraph", kWarning, "A paragraph or list item in which nothing is written."},
    {"empty-range", kError, "An interval holds no version.", true},
    {"empty-text", kError, "A title or a link's label is empty.", true},
    {"encoding", kError, "The file is not in UTF-8, or says that it is not.", true},
    {"entity", kError, "&name; is no entity of XML, or & stands alone.", true},
    {"expires", kError, "expires is no time of the form 2027-01-31T00:00:00Z.", true},
    {"expires-first", kError, "Expires no later than it starts."},
    {"identifier", kError, "An id is not 1 to 64 of A-Z a-z 0-9 . _ -", true},
    {"inclusive-end", kHint,
     "A range ends with a version, and leaves out the versions that have more parts."},
    {"language-range", kError, "match is not a list of language ranges, such as de or en-GB.", true},
    {"language-tag", kError, "locale or default-locale is no language tag, such as de or zh-Hant.", true},
    {"lifetime", kError, "Expires more than 1,100 days after not-before.", true},
    {"link", kError, "A link is not https, or its host is not ASCII, or it has a user or a port.", true},
    {"link-host", kError, "A link's host is not among the config's LinkHosts (--config)."},
    {"long-body", kWarning, "A body that readers will not finish."},
    {"long-lifetime", kWarning, "Lives longer than 400 days."},
    {"long-link", kWarning, "A link's label of more than 60 characters."},
    {"long-title", kWarning, "A title of more than 90 characters."},
    {"markup", kError, "<! begins neither a comment nor CDATA.", true},
    {"messages", kError, "The catalog has more than 4,096 messages.", true},
    {"missing-attribute", kError, "A required attribute is missing.", true},
    {"missing-element", kError, "A text lacks its title or its body.", true},
    {"missing-found", kWarning, "A translation lacks a {found:ID} of the default text, or has one more."},
    {"missing-translation", kWarning, "Not in a language that most messages have."},
    {"name", kError, "< is not followed by the name of an element.", true},
    {"namespace", kError, "A prefix is not declared, or the namespace is used wrongly.", true},
    {"nested-interval", kWarning, "An interval of a range lies within another one, or stands twice."},
    {"never-true", kError, "No machine can meet the condition: the contradictory part is named."},
    {"no-default-text", kWarning, "No text in the default-locale."},
    {"no-host", kWarning, "detect does not say how the management server is found."},
    {"no-root", kError, "The file has no element.", true},
    {"no-source", kError, "host names no place to look.", true},
    {"no-text", kError, "A message without a text.", true},
    {"not-before", kError, "not-before is no time of the form 2026-11-01T00:00:00Z.", true},
    {"not-empty", kError, "Something is in an element that must be empty.", true},
    {"notify", kError, "notify is neither yes nor no.", true},
    {"nul", kError, "The file contains a NUL byte.", true},
    {"older-translation", kWarning, "Of a new revision (--base) this text is still the old one."},
    {"order", kError, "Elements are in the wrong order.", true},
    {"os-arch", kError, "arch is neither x86_64 nor arm64.", true},
    {"os-family", kError, "family is neither windows nor linux.", true},
    {"os-id", kWarning, "No system has this id: unknown spelling or case, or the id of another family."},
    {"os-version", kWarning,
     "A Windows version by its name in the market, which is not what Windows reports."},
    {"placeholder", kWarning, "Looks like {found:ID}, but is shown as it is written."},
    {"processing-instruction", kError, "A processing instruction, such as <?xml-stylesheet ... ?>.", true},
    {"range-end", kError,
     "An end is no version in the scheme of a source (a warning where another source can read it)."},
    {"reference", kError, "reference has more than 40 characters, or a banned one.", true},
    {"region-only", kHint, "The texts of a language are all for one region."},
    {"renotify-from", kError, "renotify-from is no number from 1 to the revision.", true},
    {"repeated-element", kError, "An element stands twice where one may stand.", true},
    {"resolved-without-act-by", kWarning, "Comes back before its act-by, and has none."},
    {"revision", kError, "revision is no number from 1 to 4,294,967,295.", true},
    {"revision-back", kError, "The revision is lower than the one shipped (--base)."},
    {"root", kError, "The root is not catalog in the namespace urn:tocsin:catalog:1.", true},
    {"same-text", kWarning, "Two messages that one reader can see have the same text."},
    {"scope", kError, "scope is neither user nor machine.", true},
    {"second-root", kError, "A second element behind the catalog.", true},
    {"shown-markup", kWarning, "Markdown or HTML in a text, which is shown as it is written."},
    {"size", kError, "The file is larger than 8 MiB.", true},
    {"source-place", kError, "A place to look is not local and absolute.", true},
    {"source-scheme", kError, "scheme is none of dotted, semver and deb, nor upstream for a package.", true},
    {"steps-without-act-by", kHint, "An info message lists steps, but has no day to act by."},
    {"stray-text", kError, "Text where only elements may stand.", true},
    {"supersede-cycle", kError, "Messages supersede one another in a circle."},
    {"superseded-returns", kWarning, "Expires before the message that it supersedes, which then returns."},
    {"tag", kError, "A tag is not written as XML wants it.", true},
    {"tag-mismatch", kError, "An end tag does not end the element that is open.", true},
    {"text-outside-root", kError, "Text before or behind the catalog.", true},
    {"texts", kError, "A message has more than 40 texts.", true},
    {"too-long", kError, "A title or a link's label has more than 120 characters.", true},
    {"unclosed", kError, "A tag, comment or element is not closed.", true},
    {"undecided", kWarning, "The condition has too many cases to decide whether any machine meets it."},
    {"undeclared-component", kError, "Nothing under detect says how to find the component."},
    {"undeclared-console", kError, "Nothing under detect says how to find the console."},
    {"undeclared-found", kError, "{found:ID} names nothing that is declared."},
    {"undetectable", kWarning, "No source of a system can find what the condition wants there."},
    {"unknown-attribute", kError, "The element has no such attribute.", true},
    {"unknown-category", kError, "category is none of lifecycle, security, maintenance, licence and outage.",
     true},
    {"unknown-condition", kError, "There is no such condition.", true},
    {"unknown-element", kError, "No such element may stand here.", true},
    {"unknown-language", kWarning, "A language tag or range whose language or country does not exist."},
    {"unknown-severity", kError, "severity is none of info, warning and critical.", true},
    {"unknown-source", kError, "There is no such way of detection.", true},
    {"unknown-superseded", kWarning, "Supersedes what is no message, neither here nor in --base."},
    {"unknown-withdrawn", kWarning,
     "Withdraws what is no message of --base, or writes an id in other letters."},
    {"until", kError, "until is neither acknowledged nor resolved.", true},
    {"utf8", kError, "Bytes that are not UTF-8.", true},
    {"value", kError, "value is empty, or has a word of more than 64 characters.", true},
    {"version-range", kError, "version is no range, such as [9.5,9.6) or [9.7].", true},
    {"when-unknown", kError, "when-unknown is neither hide nor show.", true},
    {"withdrawn-present", kWarning, "Withdraws a message that is still in the catalog."},
    {"written-escape", kWarning,
     "A line break or tab written as backslash and letter, which is shown as it is written."},
};

/// The row of a rule; null if there is none.
[[nodiscard]] constexpr const LintRule* rule_row(std::string_view id) {
  const auto* const row = std::find_if(std::begin(kRules), std::end(kRules),
                                       [id](const LintRule& rule) { return rule.id == id; });
  return row == std::end(kRules) ? nullptr : row;
}

/// The row of a rule. An id that has no row does not compile.
struct RuleRow {
  consteval RuleRow(const char* id)  // NOLINT(google-explicit-constructor): rules are named by their ids
      : row(rule_row(id)) {
    if (row == nullptr) throw "no row in kRules";
  }
  const LintRule* row;
};

/// How many parts the longest end of a range has, by what the range is of.
using PartsByName = std::map<std::pair<Condition::Op, std::string_view>, std::size_t>;
[[nodiscard]] PartsByName most_parts_in(const Catalog& catalog);

/// What a rule reads, and where it adds its findings.
class Lint {
 public:
  /// `faulty_texts`: for each message, whether the grammar refused something in its texts.
  Lint(const Catalog& catalog, const LintContext& context, std::vector<bool> faulty_texts,
       std::vector<LintFinding>& findings)
      : catalog_(catalog),
        context_(context),
        faulty_texts_(std::move(faulty_texts)),
        findings_(findings),
        most_parts_(most_parts_in(catalog)) {}

  [[nodiscard]] const Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const LintContext& context() const { return context_; }
  /// Of a message of the catalog.
  [[nodiscard]] bool has_faulty_texts(const Message& message) const {
    return faulty_texts_[static_cast<std::size_t>(&message - catalog_.messages.data())];
  }
  [[nodiscard]] const PartsByName& most_parts() const { return most_parts_; }

  void add(RuleRow rule, int line, std::string_view message, std::string sentence) {
    add(rule, rule.row->level, line, message, std::move(sentence));
  }
  /// For a rule whose level depends on the case.
  void add(RuleRow rule, FindingLevel level, int line, std::string_view message, std::string sentence) {
    findings_.push_back({std::string(rule.row->id), line, level, std::string(message), std::move(sentence)});
  }

 private:
  const Catalog& catalog_;
  const LintContext& context_;
  std::vector<bool> faulty_texts_;
  std::vector<LintFinding>& findings_;
  PartsByName most_parts_;
};

namespace rules {

// Rules of one message.
void undeclared_names(Lint& lint, const Message& message);  // conditions.cpp
void never_true(Lint& lint, const Message& message);
void always_true(Lint& lint, const Message& message);
void undetectable(Lint& lint, const Message& message);
void empty_ranges(Lint& lint, const Message& message);  // ranges.cpp
void nested_intervals(Lint& lint, const Message& message);
void range_ends(Lint& lint, const Message& message);
void inclusive_ends(Lint& lint, const Message& message);
void os_ids(Lint& lint, const Message& message);  // systems.cpp
void os_versions(Lint& lint, const Message& message);
void order_of_dates(Lint& lint, const Message& message);  // attributes.cpp
void already_over(Lint& lint, const Message& message);
void long_lifetime(Lint& lint, const Message& message);
void without_act_by(Lint& lint, const Message& message);
void steps_without_act_by(Lint& lint, const Message& message);
void unknown_languages(Lint& lint, const Message& message);  // languages.cpp
void regions_only(Lint& lint, const Message& message);
void missing_placeholders(Lint& lint, const Message& message);  // placeholders.cpp
void undeclared_placeholders(Lint& lint, const Message& message);
void unread_placeholders(Lint& lint, const Message& message);
void wording(Lint& lint, const Message& message);     // wording.cpp
void link_hosts(Lint& lint, const Message& message);  // texts.cpp
void long_texts(Lint& lint, const Message& message);
void unknown_superseded(Lint& lint, const Message& message);        // supersession.cpp
void changed_without_revision(Lint& lint, const Message& message);  // revisions.cpp

// Rules of the whole catalog.
void no_host(Lint& lint);                   // conditions.cpp
void unknown_default_language(Lint& lint);  // languages.cpp
void missing_translations(Lint& lint);
void same_texts(Lint& lint);        // texts.cpp
void supersede_cycles(Lint& lint);  // supersession.cpp
void always_superseded(Lint& lint);
void superseded_returns(Lint& lint);
void withdrawals(Lint& lint);

}  // namespace rules

/// Calls `visit` for every condition of the message, groups included.
void each_condition(const Message& message, const std::function<void(const Condition&)>& visit);
/// The declaration of the name in a console or component condition; null if there is none.
[[nodiscard]] const Detected* declared(const Catalog& catalog, const Condition& condition);
/// Whether two texts, of one catalog or of two, are shown alike.
[[nodiscard]] bool is_same_text(const Catalog& catalog_a, const Text& a, const Catalog& catalog_b,
                                const Text& b);
/// Whether a piece of a body is {found:ID}.
[[nodiscard]] inline bool is_placeholder(const Inline& piece) {
  return piece.kind == Inline::Kind::found || piece.kind == Inline::Kind::bold_found;
}

}  // namespace tocsin
