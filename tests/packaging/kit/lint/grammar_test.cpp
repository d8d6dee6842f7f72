// Breaches of the grammar: all of them in one run, each with the text, what is expected and what is meant;
// and the same catalogs as the strict reader refuses.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/grammar/values.h"
#include "packaging/kit/lint/lint.h"
#include "schema/core/set_layout.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"
#include "tests/schema/format/generated.h"

using namespace tocsin;

namespace {

constexpr Instant kNow{1795305600};  // 2026-11-22T00:00:00Z

constexpr std::string_view kText = R"(<text locale="en"><title>T</title><body><p>B</p></body></text>)";

// The message begins in line 2.
std::string catalog_of(const std::string& messages) {
  return "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\"><detect><host><service "
         "name=\"S\"/></host>"
         "<component id=\"anti-virus\"><uninstall name=\"AV\"/><package "
         "name=\"av\"/></component></detect>\n" +
         messages + "\n</catalog>";
}

std::string message_of(const std::string& attributes, const std::string& content) {
  return "<message id=\"m\" category=\"lifecycle\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\" " +
         attributes + ">" + content + "</message>";
}

std::string with_condition(const std::string& condition) {
  return catalog_of(message_of("", "<when>" + condition + "</when>" + std::string(kText)));
}

std::string with_body(const std::string& body) {
  return catalog_of(
      message_of("audience=\"all\"", "<text locale=\"en\"><title>T</title><body>" + body + "</body></text>"));
}

std::string with_kinds(const std::string& kinds) {
  return catalog_of("<message id=\"m\" audience=\"all\" " + kinds + ">" + std::string(kText) + "</message>");
}

std::string lines_of(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) out += finding_line(finding, "c") + "\n";
  return out;
}

std::string rules_of(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    if (!out.empty()) out += " ";
    out += std::to_string(finding.line) + ":" + finding.rule;
  }
  return out;
}

LintReport linted(const std::string& catalog) {
  return lint(catalog, {kNow, nullptr, nullptr});
}

std::string source(const std::string& path) {
  std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("all faults of a message, and of all messages, in one run") {
  const std::string title(100, 't');
  const std::string many =
      "<message id=\"one\" category=\"marketing\" severity=\"high\" expires=\"2027-06-31\" act-by=\"soon\" "
      "colour=\"red\">\n"
      "<when>\n<component id=\"anti-virsu\" version=\"9.5\"/>\n<componant id=\"x\"/>\n<os family=\"win\" "
      "arch=\"x64\"/>\n</when>\n"
      "<supersedes/>\n"
      "<text locale=\"en\">\n<title>" +
      title +
      "</title>\n<body>\n<p>{found: anti-virus}</p>\n<ol/>\n</body>\n"
      "<link href=\"http://example.com\">L</link>\n</text>\n"
      "</message>\n";
  const std::string next = message_of("", "<when><component id=\"y\"/></when>" + std::string(kText));
  CHECK(rules_of(linted(catalog_of(many + next))) ==
        "2:unknown-category 2:unknown-severity 2:expires 2:act-by 2:unknown-attribute 4:version-range "
        "4:undeclared-component 5:unknown-condition 6:os-family 6:os-arch 8:missing-attribute 9:placeholder "
        "9:long-title 13:unknown-element 15:link 18:undeclared-component");
}

TEST_CASE("each sentence has the text, what is expected and what is meant") {
  const auto good = [](const std::string& more) {
    return with_kinds("category=\"lifecycle\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\" " + more);
  };
  const struct {
    std::string_view name;
    std::string catalog;
    std::string_view expected;  // of the first finding
  } rows[] = {
      {"category", with_kinds("category=\"marketing\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\""),
       "c:2: error: unknown-category: m: category='marketing': 'marketing' is none of the words that may "
       "stand here: write "
       "lifecycle, security, maintenance, licence or outage."},
      {"category misspelt",
       with_kinds("category=\"license\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\""),
       "Did you mean 'licence'?"},
      {"severity of another system",
       with_kinds("category=\"outage\" severity=\"high\" expires=\"2027-02-01T00:00:00Z\""),
       "write info, warning or critical. Did you mean 'critical'?"},
      {"a day without a time", good("not-before=\"2027-01-31\""), "Did you mean '2027-01-31T00:00:00Z'?"},
      {"another zone", good("act-by=\"2027-01-31T00:30:00+01:00\""), "Did you mean '2027-01-30T23:30:00Z'?"},
      {"a blank for T", good("act-by=\"2027-01-31 10:00\""), "Did you mean '2027-01-31T10:00:00Z'?"},
      {"no such day", good("act-by=\"2027-02-30T00:00:00Z\""),
       "act-by='2027-02-30T00:00:00Z': '2027-02-30T00:00:00Z' is no day and no time: write a day that "
       "exists"},
      {"an attribute", good("act_by=\"2027-01-31T00:00:00Z\""),
       "'message' has no attribute 'act_by'; it takes id, revision, category, severity, not-before, expires, "
       "act-by, "
       "reference, audience, when-unknown, scope, until or renotify-from. Did you mean 'act-by'?"},
      {"a missing attribute", with_condition("<component version=\"[1,2)\"/>"),
       "'component' has no 'id': write id=\"...\" into its tag."},
      {"an id", with_condition("<component id=\"anti virus\"/>"), "Did you mean 'anti-virus'?"},
      {"a bare version", with_condition("<component id=\"anti-virus\" version=\"9.5\"/>"),
       "'9.5' is no version range: write [9.5,9.6) from 9.5 to before 9.6"},
      {"a bare version, meant", with_condition("<component id=\"anti-virus\" version=\"9.5\"/>"),
       "Did you mean '[9.5]'?"},
      {"a comparison", with_condition("<component id=\"anti-virus\" version=\"&gt;=9.5\"/>"),
       "Did you mean '[9.5,)'?"},
      {"a wildcard", with_condition("<component id=\"anti-virus\" version=\"9.x\"/>"),
       "Did you mean '[9,10)'?"},
      {"a list by comma", with_condition("<component id=\"anti-virus\" version=\"[1,2), [3,4)\"/>"),
       "Did you mean '[1,2) [3,4)'?"},
      {"an inverted range", with_condition("<component id=\"anti-virus\" version=\"[2,1)\"/>"),
       "The interval from '2' to '1' of '[2,1)' holds no version: exchange its ends: [1,2)."},
      {"a locale of POSIX", with_condition("<locale match=\"de_DE,fr\"/>"), "Did you mean 'de-DE fr'?"},
      {"a condition", with_condition("<and><os/></and>"),
       "'and' may not stand in 'when', which holds all, any, component, console, locale, none, not or os. "
       "Did you mean "
       "'all'?"},
      {"an element of HTML", with_body("<p>B</p><ol><li>x</li></ol>"),
       "'ol' may not stand in 'body', which holds p or ul. Did you mean 'ul'?"},
      {"bold of HTML", with_body("<p>a <strong>b</strong></p>"),
       "'strong' may not stand in 'p', which holds b or br. Did you mean 'b'?"},
      {"beside a line break", with_body("<p>a<br/>b</p><oll/>"), "'oll' may not stand in 'body'"},
      {"a link by http", with_body("<p>B</p></body><link href=\"http://a.example/\">L</link><body><p>x</p>"),
       "Did you mean 'https://a.example/'?"},
      {"an entity of HTML", with_body("<p>a&nbsp;b</p>"),
       "'&nbsp;' is no entity of XML, which has &amp; &lt; &gt; &quot; and &apos; : write the character "
       "itself, or its "
       "number. Did you mean '&#160;'?"},
      {"an ampersand", with_body("<p>a & b</p>"), "write &amp; for the character &."},
      {"an unclosed tag", with_body("<p>a <b>b</p>"),
       "'</p>' stands where 'b' of line 2 is open: write </b> before it."},
      {"another end", with_body("<p>a</P>"),
       "'</P>' stands where 'p' of line 2 is open: write </p> in its place"},
      {"an element without an end",
       "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">\n<message>",
       "c:2: error: unclosed: 'message' of line 2 is not closed: write </message> where it ends."},
      {"a quote without an end", "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en>",
       "the tag, or the quotes in it, are not closed"},
      {"a missing title",
       catalog_of(message_of("audience=\"all\"", "<text locale=\"en\"><body><p>B</p></body></text>")),
       "c:2: error: missing-element: m: The text has no 'title': a text holds title, body and perhaps link, "
       "in this order."},
      {"a second link",
       with_body("<p>B</p></body><link href=\"https://a.example/\">L</link><link "
                 "href=\"https://a.example/\">L</link><body><p>x</p>"),
       "c:2: error: repeated-element: m: 'link' stands twice: a text holds one title, one body and one "
       "link."},
      {"a banned character", with_body("<p>B\xE2\x80\xAE</p>"),
       "The character U+202E may not be shown in 'B"},
      {"a root", "<catalog default-locale=\"en\"/>",
       "The root is '<catalog default-locale=\"en\"/>': write <catalog xmlns=\"urn:tocsin:catalog:1\" "
       "default-locale=\"en\">."},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const LintReport report = linted(row.catalog);
    const std::string first = report.findings.empty() ? "" : finding_line(report.findings[0], "c");
    CAPTURE(first);
    CHECK(first.find(row.expected) != std::string::npos);
  }
}

TEST_CASE("known names are not accused, however near a line is to a fault") {
  const LintReport report = linted(catalog_of("<withdrawn id=\"n\"/><mesage/>"));
  CHECK(lines_of(report) ==
        "c:2: error: unknown-element: 'mesage' may not stand in 'catalog', which holds detect, message or "
        "withdrawn. Did "
        "you mean 'message'?\n");
}

TEST_CASE("a stray ampersand does not hide the rest") {
  CHECK(rules_of(linted(with_body("\n<p>a & b</p>\n<p>c&nbsp;d</p>\n<ol/>"))) ==
        "3:entity 4:entity 5:unknown-element");
}

TEST_CASE("lint refuses what the strict reader refuses, and nothing else") {
  int refused = 0, accepted = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    CAPTURE(seed);
    const std::string document = samples::Generated(seed).catalog();
    CAPTURE(document);
    const auto strict = parse_catalog(AuthorBytes::of(document), ReadMode::strict);
    const LintReport report = linted(document);
    CAPTURE(lines_of(report));
    CHECK(report.in_grammar == strict.has_value());
    ++(strict ? accepted : refused);
    if (strict || strict.error().rule == "order") continue;  // lint has two more rules for an order
    const auto is_first = [&](const LintFinding& finding) {
      return finding.rule == strict.error().rule && finding.line == strict.error().line;
    };
    CAPTURE(strict.error().rule);
    CAPTURE(strict.error().line);
    CHECK(std::any_of(report.findings.begin(), report.findings.end(), is_first));
  }
  CHECK(refused > 300);
  CHECK(accepted > 300);
}

TEST_CASE("limits of the whole, which no sample holds") {
  std::string messages;
  for (std::size_t k = 0; k <= limits::kMessages; ++k) {
    messages +=
        "<message id=\"m" + std::to_string(k) +
        "\" audience=\"all\" category=\"outage\" severity=\"warning\" expires=\"2027-02-01T00:00:00Z\">"
        "<text locale=\"en\"><title>T" +
        std::to_string(k) + "</title><body><p>B</p></body></text></message>\n";
  }
  CHECK(rules_of(linted(catalog_of(messages))) == "4098:messages");
  CHECK(rules_of(linted(std::string(kMostCatalogBytes + 1, ' '))) == "0:size");
}

TEST_CASE("every rule that the readers name is one of lint's") {
  const std::regex named(R"re((?:refuse|refuse_limit|fail|stop|Fault)[({][^;]*?"([a-z0-9-]+)")re");
  std::set<std::string> known, missing;
  for (const LintRule& rule : lint_rules()) known.insert(std::string(rule.id));
  std::size_t count = 0;
  for (const char* file : {"xml/reader.cpp", "xml/text.cpp", "catalog/catalog.cpp", "catalog/reading.h",
                           "catalog/read_detect.cpp", "catalog/read_message.cpp", "catalog/read_text.cpp",
                           "catalog/read_when.cpp"}) {
    const std::string text = source(std::string("schema/format/") + file);
    for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at, ++count) {
      if (!known.contains((*at)[1])) missing.insert((*at)[1]);
    }
  }
  CHECK(count > 60);
  std::string all;
  for (const std::string& rule : missing) all += rule + " ";
  CHECK(all == "");
}

TEST_CASE("the grammar's attributes are those of the vocabulary") {
  std::set<std::string_view> names;
  const auto add = [&](std::span<const grammar::AttributeRow> rows) {
    for (const auto& row : rows) names.insert(row.name);
  };
  add(grammar::message_attributes());
  for (const bool is_console : {false, true}) {
    add(grammar::named_condition_attributes(is_console));
    add(grammar::declaration_attributes(is_console));
  }
  for (const std::string_view element : vocabulary::kSources) {
    CHECK_FALSE(grammar::source_attributes(element).empty());
    add(grammar::source_attributes(element));
  }
  add(grammar::kOsAttributes);
  add(grammar::kWithdrawnAttributes);
  for (const auto* row :
       {&grammar::kIdAttribute, &grammar::kLocaleAttribute, &grammar::kDefaultLocaleAttribute,
        &grammar::kMatchAttribute, &grammar::kHrefAttribute})
    names.insert(row->name);
  CHECK(names == std::set<std::string_view>(vocabulary::kAttributes.begin(), vocabulary::kAttributes.end()));
}
