// For each rule of lint a catalog that breaks it, and similar catalogs that do not.
#include "packaging/kit/lint/lint.h"

#include <doctest/doctest.h>

#include "packaging/kit/files/author_bytes.h"

using namespace tocsin;
using namespace tocsin::kit;

namespace {

constexpr Instant kNow = instant_at(1795305600);  // 2026-11-22T00:00:00Z

constexpr std::string_view kDetect = R"(<detect><host><service name="S"/></host>
<console type="ec"><package name="ec"/></console>
<component id="av"><uninstall name="AV"/><package name="av"/></component>
<component id="deb-only"><package name="d"/></component></detect>)";

constexpr std::string_view kDates = R"(category="lifecycle" severity="info" expires="2027-02-01T00:00:00Z")";
constexpr std::string_view kText = R"(<text locale="en"><title>T</title><body><p>B</p></body></text>)";

// The message begins in line 5.
std::string catalog_of(const std::string& messages) {
  return "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">" + std::string(kDetect) + "\n" +
         messages + "\n</catalog>";
}

std::string message_of(const std::string& attributes, const std::string& content) {
  return "<message id=\"m\" " + attributes + ">" + content + "</message>";
}

std::string with_condition(const std::string& condition) {
  return catalog_of(message_of(std::string(kDates), "<when>" + condition + "</when>" + std::string(kText)));
}

std::string with_dates(const std::string& dates) {
  return catalog_of(
      message_of("category=\"lifecycle\" severity=\"info\" audience=\"all\" " + dates, std::string(kText)));
}

std::string with_text(const std::string& content) {
  return catalog_of(message_of(std::string(kDates) + " audience=\"all\"", content));
}

std::string with_link(const std::string& url) {
  return with_text("<text locale=\"en\"><title>T</title><body><p>B</p></body><link href=\"" + url +
                   "\">L</link></text>");
}

/// "error 5 undeclared-component; warning 5 range-end"
std::string summary(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    if (!out.empty()) out += "; ";
    out += finding.level == FindingLevel::error ? "error " : "warning ";
    out += std::to_string(finding.line) + " " + finding.rule;
  }
  return out;
}

std::string found_in(const std::string& catalog, const Config* config = nullptr) {
  return summary(lint(catalog, {kNow, config, nullptr}));
}

Catalog parsed(const std::string& bytes) {
  auto catalog = parse_catalog(AuthorBytes::of(bytes), ReadMode::strict);
  REQUIRE(catalog.has_value());
  return *std::move(catalog);
}

}  // namespace

TEST_CASE("catalogs without a finding") {
  const struct {
    std::string_view name;
    std::string catalog;
  } rows[] = {
      {"no messages", catalog_of("")},
      {"to all", with_text(std::string(kText))},
      {"declared names", with_condition(R"(<console type="ec"/><component id="av"/>)")},
      {"a name within others",
       with_condition(R"(<any><not><component id="av"/></not><none><console type="ec"/></none></any>)")},
      {"ranges",
       with_condition(
           "<component id=\"av\" version=\"[9.5,9.6) [9.7]\"/><os family=\"linux\" version=\"[11,13)\"/>")},
      {"range of one scheme", with_condition("<component id=\"deb-only\" version=\"[1:2.3-1~,)\"/>")},
      {"dates in order", with_dates("not-before=\"2026-11-01T00:00:00Z\" act-by=\"2027-01-01T00:00:00Z\" "
                                    "expires=\"2027-02-01T00:00:00Z\"")},
      {"act-by at the end", with_dates("act-by=\"2027-02-01T00:00:00Z\" expires=\"2027-02-01T00:00:00Z\"")},
      {"a link", with_link("https://support.example.com/kb/1")},
      {"a placeholder",
       with_text(
           R"(<text locale="en"><title>T</title><body><p>{found:av} <b>{found:ec}</b></p></body></text>)")},
      {"supersedes a sister",
       catalog_of(
           message_of(std::string(kDates),
                      "<when><component id=\"av\"/></when><supersedes id=\"n\"/>" + std::string(kText)) +
           "<message id=\"n\" audience=\"all\" " + std::string(kDates) + ">" + std::string(kText) +
           "</message>")},
      {"supersedes what is withdrawn", catalog_of(message_of(std::string(kDates) + " audience=\"all\"",
                                                             "<supersedes id=\"n\"/>" + std::string(kText)) +
                                                  "<withdrawn id=\"n\"/>")},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(found_in(row.catalog) == "");
  }
}

TEST_CASE("what each rule finds") {
  const struct {
    std::string_view name;
    std::string catalog;
    std::string_view expected;
  } rows[] = {
      {"component", with_condition("<component id=\"va\"/>"), "error 5 undeclared-component"},
      {"console", with_condition("<console type=\"av\"/>"), "error 5 undeclared-console"},
      {"names deep within",
       with_condition("<any><not><component id=\"x\"/></not>\n<all><console type=\"y\"/></all></any>"),
       "error 5 undeclared-component; error 6 undeclared-console"},
      {"placeholder",
       with_text(R"(<text locale="en"><title>T</title><body><p><b>{found:x}</b></p></body></text>)"),
       "error 5 undeclared-found"},
      {"supersedes nothing",
       catalog_of(message_of(std::string(kDates) + " audience=\"all\"",
                             "<supersedes id=\"n\"/>" + std::string(kText))),
       "warning 5 unknown-superseded"},
      {"case apart",
       catalog_of(message_of(std::string(kDates) + " audience=\"all\"", std::string(kText)) +
                  "\n<message id=\"M\" audience=\"all\" " + std::string(kDates) + ">" + std::string(kText) +
                  "</message>"),
       "error 6 duplicate-id"},
      {"end of no scheme", with_condition("<component id=\"av\" version=\"[x,2)\"/>"), "error 5 range-end"},
      {"both ends", with_condition("<component id=\"av\" version=\"[x,y)\"/>"),
       "error 5 range-end; error 5 range-end"},
      {"equality", with_condition("<component id=\"av\" version=\"[x]\"/>"), "error 5 range-end"},
      {"end of one scheme", with_condition("<component id=\"av\" version=\"[1:2,)\"/>"),
       "warning 5 range-end"},
      {"end of an os", with_condition("<os family=\"linux\" version=\"[bookworm,)\"/>"), "error 5 range-end"},
      {"act-by behind the end",
       with_dates("act-by=\"2027-02-01T00:00:01Z\" expires=\"2027-02-01T00:00:00Z\""), "error 5 act-by-late"},
      {"act-by before the start",
       with_dates("not-before=\"2026-12-01T00:00:00Z\" act-by=\"2026-11-30T00:00:00Z\" "
                  "expires=\"2027-02-01T00:00:00Z\""),
       "error 5 act-by-early"},
      {"over", with_dates("expires=\"2026-11-22T00:00:00Z\""), "warning 5 already-expired"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(found_in(row.catalog) == row.expected);
  }
}

// The grammar or a rule may report these. Either way each is an error, in its line.
TEST_CASE("mistakes that the grammar may see first") {
  const struct {
    std::string_view name;
    std::string catalog;
  } rows[] = {
      {"inverted", with_condition("<component id=\"deb-only\" version=\"[2,1)\"/>")},
      {"empty interval", with_condition("<component id=\"av\" version=\"[1,1)\"/>")},
      {"expires first", with_dates("not-before=\"2027-02-01T00:00:00Z\" expires=\"2027-02-01T00:00:00Z\"")},
      {"no audience", catalog_of(message_of(std::string(kDates), std::string(kText)))},
      {"http", with_link("http://support.example.com/")},
      {"user info", with_link("https://a@support.example.com/")},
      {"override in a title",
       with_text("<text locale=\"en\"><title>T\xE2\x80\xAE</title><body><p>B</p></body></text>")},
      {"override in a body",
       with_text("<text locale=\"en\"><title>T</title><body><p>B\xE2\x80\xAE</p></body></text>")},
      {"duplicate id", catalog_of(message_of(std::string(kDates) + " audience=\"all\"", std::string(kText)) +
                                  message_of(std::string(kDates) + " audience=\"all\"", std::string(kText)))},
      {"no such category",
       catalog_of(message_of(
           "category=\"marketing\" severity=\"info\" audience=\"all\" expires=\"2027-02-01T00:00:00Z\"",
           std::string(kText)))},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const LintReport report = lint(row.catalog, {kNow, nullptr, nullptr});
    CHECK(report.findings.size() >= 1);
    if (report.findings.empty()) continue;
    CHECK(report.findings[0].level == FindingLevel::error);
    CHECK(report.findings[0].line >= 5);
    CHECK_FALSE(report.findings[0].sentence.empty());
    CHECK(lint_exit_code(report, false) == (report.in_grammar ? 1 : 4));
  }
}

TEST_CASE("what is not of the grammar is a finding, and does not hide the others") {
  const LintReport broken = lint("<catalog", {kNow, nullptr, nullptr});
  CHECK_FALSE(broken.in_grammar);
  CHECK(broken.findings.size() == 1);
  CHECK(lint_exit_code(broken, false) == 4);

  const std::string faulty =
      "<message id=\"f\" category=\"x\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\">" +
      std::string(kText) + "</message>\n";
  const std::string second =
      "<message id=\"g\" category=\"lifecycle\" severity=\"x\" expires=\"2027-02-01T00:00:00Z\">" +
      std::string(kText) + "</message>\n";
  const std::string third =
      message_of(std::string(kDates), "<when><component id=\"x\"/></when>" + std::string(kText));
  const LintReport report = lint(catalog_of(faulty + second + third), {kNow, nullptr, nullptr});
  CHECK(summary(report) ==
        "error 5 unknown-category; error 6 unknown-severity; error 7 undeclared-component");
  CHECK(lint_exit_code(report, false) == 4);
}

TEST_CASE("a fault deep in a message is told once, with the message's id") {
  const std::string bad = "<when>\n<component id=\"av\" version=\"1.0\"/>\n</when>" + std::string(kText);
  const LintReport report = lint(catalog_of(message_of(std::string(kDates), bad)), {kNow, nullptr, nullptr});
  CHECK(summary(report) == "error 6 version-range");
  for (const LintFinding& finding : report.findings) CHECK(finding.message == "m");
}

TEST_CASE("an unknown name is quoted with the nearest name of its kind, and known names are not accused") {
  const std::string text = "<text locale=\"en\"><title>T</title><body><p>B</p></body>";
  const struct {
    std::string_view name;
    std::string catalog;
    std::string_view expected;  // the end of the first sentence
  } rows[] = {
      {"beside a line break",
       with_text(R"(<text locale="en"><title>T</title><body><p>a<br/>b</p><ol/></body></text>)"),
       "'ol' is not of the grammar. Did you mean 'ul'?"},
      {"beside withdrawn", catalog_of("<withdrawn id=\"n\"/><mesage/>"),
       "'mesage' is not of the grammar. Did you mean 'message'?"},
      {"behind a comment", with_text("<!-- <foo bar=\"1\"> --><text locale=\"en\"><titel>T</titel></text>"),
       "'titel' is not of the grammar. Did you mean 'title'?"},
      {"near nothing", with_text(text + "<paragraph/></text>"), "'paragraph' is not of the grammar."},
      {"a condition", with_condition("<componant id=\"av\"/>"),
       "'componant' is not of the grammar. Did you mean 'component'?"},
      {"a source",
       "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\"><detect>"
       "<host><servise name=\"S\"/></host></detect></catalog>",
       "'servise' is not of the grammar. Did you mean 'service'?"},
      {"an attribute", with_condition("<component id=\"av\" versoin=\"[1,2)\"/>"),
       "'versoin' is not of the grammar. Did you mean 'version'?"},
      {"an attribute behind a value with =",
       with_text(text + "<link href=\"https://support.example.com/?q=1\" hreff=\"x\">L</link></text>"),
       "'hreff' is not of the grammar. Did you mean 'href'?"},
      {"an attribute in the next line of its tag",
       with_text("<text\n  locale=\"en\"\n  lokale=\"de\"><title>T</title><body><p>B</p></body></text>"),
       "'lokale' is not of the grammar. Did you mean 'locale'?"},
      {"an attribute of XML", with_text("<text locale=\"en\" xml:lang=\"en\"><title>T</title></text>"),
       "'xml:lang' is not of the grammar."},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const LintReport report = lint(row.catalog, {kNow, nullptr, nullptr});
    REQUIRE_FALSE(report.findings.empty());
    CAPTURE(report.findings[0].sentence);
    CHECK(report.findings[0].sentence.ends_with(row.expected));
  }
}

TEST_CASE("links are held against the config's hosts") {
  Config config;
  config.link_hosts = {"support.example.com", ".example.org"};
  CHECK(found_in(with_link("https://support.example.com/kb"), &config) == "");
  CHECK(found_in(with_link("https://a.example.org/"), &config) == "");
  CHECK(found_in(with_link("https://example.com/"), &config) == "error 5 link-host");
  CHECK(found_in(with_link("https://support.example.com.evil.example/"), &config) == "error 5 link-host");
  CHECK(found_in(with_link("https://support.example.co/"), &config) == "error 5 link-host");
}

TEST_CASE("against the catalog shipped before") {
  const auto message = [](const std::string& attributes, const std::string& when, const std::string& title,
                          const std::string& body) {
    return catalog_of(message_of(std::string(kDates) + " " + attributes,
                                 "<when>" + when + "</when><text locale=\"en\"><title>" + title +
                                     "</title><body>" + body + "</body></text>"));
  };
  const std::string when = "<component id=\"av\" version=\"[1,2)\"/>", body = "<p>a <b>b</b></p>";
  const Catalog base = parsed(message("revision=\"2\"", when, "T", body));
  const struct {
    std::string_view name;
    std::string catalog;
    std::string_view expected;
  } rows[] = {
      {"the same", message("revision=\"2\"", when, "T", body), ""},
      {"the same, set otherwise", message("revision=\"2\"", "\n " + when, " T\n", "\n" + body), ""},
      {"new revision", message("revision=\"3\"", "<console type=\"ec\"/>", "U", "<p>c</p>"), ""},
      {"new id",
       catalog_of("<message id=\"n\" audience=\"all\" " + std::string(kDates) + ">" + std::string(kText) +
                  "</message>"),
       ""},
      {"title", message("revision=\"2\"", when, "U", body), "error 5 changed-text"},
      {"body", message("revision=\"2\"", when, "T", "<p>a <b>c</b></p>"), "error 5 changed-text"},
      {"what is bold", message("revision=\"2\"", when, "T", "<p>a b</p>"), "error 5 changed-text"},
      {"a paragraph more", message("revision=\"2\"", when, "T", body + "<p>c</p>"), "error 5 changed-text"},
      {"a range", message("revision=\"2\"", "<component id=\"av\" version=\"[1,3)\"/>", "T", body),
       "error 5 changed-condition"},
      {"a condition more", message("revision=\"2\"", when + "<os family=\"linux\"/>", "T", body),
       "error 5 changed-condition"},
      {"negated", message("revision=\"2\"", "<not>" + when + "</not>", "T", body),
       "error 5 changed-condition"},
      {"both", message("revision=\"2\"", "<console type=\"ec\"/>", "U", body),
       "error 5 changed-text; error 5 changed-condition"},
      {"an earlier revision", message("", when, "T", body), "error 5 revision-back"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(summary(lint(row.catalog, {kNow, nullptr, &base})) == row.expected);
  }
}

TEST_CASE("exit codes and the two ways to print") {
  const LintReport clean{{}, true};
  const LintReport warned{{{"r", 5, FindingLevel::warning, "m", "Do it."}}, true};
  const LintReport wrong{{{"r", 0, FindingLevel::error, "", "Do it."}}, true};
  CHECK(lint_exit_code(clean, true) == 0);
  CHECK(lint_exit_code(warned, false) == 0);
  CHECK(lint_exit_code(warned, true) == 1);
  CHECK(lint_exit_code(wrong, false) == 1);
  CHECK(lint_exit_code({wrong.findings, false}, false) == 4);
  CHECK(finding_line(warned.findings[0], "a.xml") == "a.xml:5: warning: r: m: Do it.");
  CHECK(finding_line(wrong.findings[0], "a.xml") == "a.xml: error: r: Do it.");
  const std::string json = lint_json(warned, "a.xml");
  for (const std::string_view part :
       {"\"schema\": \"tocsin.lint/1\"", "\"line\": 5", "\"severity\": \"warning\"", "\"message\": \"m\""}) {
    CAPTURE(part);
    CHECK(json.find(part) != std::string::npos);
  }
}
