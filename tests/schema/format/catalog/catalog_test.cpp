// What reading a catalog accepts, what it refuses and by which name, in both modes; limits at -1, 0, +1.
#include <doctest/doctest.h>

#include "schema/core/set_layout.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/limits.h"
#include "tests/schema/format/samples.h"

using namespace tocsin;
using namespace tocsin::samples;

namespace {

std::string times(std::size_t count, std::string_view what) {
  std::string out;
  while (count-- > 0) out += what;
  return out;
}

std::string with_detect(std::string_view sources) {
  return catalog("<detect>" + std::string(sources) + "</detect>" + message("m"));
}

}  // namespace

TEST_CASE("the full sample is read completely") {
  const auto read_one =
      read(file(std::string(TOCSIN_SOURCE_DIR) + "/tests/data/catalog/good-full.xml"), ReadMode::strict);
  REQUIRE(read_one);
  const Catalog& catalog = *read_one;
  CHECK(catalog.default_locale == "en");
  CHECK(catalog.detect.has_host);
  CHECK(catalog.detect.host.size() == 2);
  REQUIRE(catalog.detect.component("anti-virus") != nullptr);
  const auto& sources = catalog.detect.component("anti-virus")->sources;
  REQUIRE(sources.size() == 4);
  CHECK(sources[3].kind == Source::Kind::config);
  CHECK(sources[3].value == "[product]version");
  CHECK(sources[3].scheme == Scheme::semver);
  CHECK(catalog.detect.console("enterprise-console")->sources[1].scheme == Scheme::deb);
  CHECK(catalog.detect.console("enterprise-console")->sources[0].line == 8);

  const Message* const message = catalog.find("av95-retirement");
  REQUIRE(message != nullptr);
  CHECK(message->line == 19);
  CHECK(message->revision == 2);
  CHECK(message->renotify_from == 2);
  CHECK(message->severity == Severity::warning);
  CHECK(message->show_when_unknown);
  CHECK(message->scope == Scope::machine);
  CHECK(message->until == Until::resolved);
  CHECK(message->reference == "KB 119053");
  CHECK(message->act_by == parse_instant("2027-01-31T00:00:00Z"));
  CHECK(message->supersedes == std::vector<std::string_view>{"av95-announcement"});
  REQUIRE(message->when);
  CHECK(message->when->children.size() == 6);
  CHECK(message->when->children[1].range.intervals.size() == 2);
  CHECK(message->when->children[2].children[1].os_id == "debian");
  CHECK(message->when->children[5].locale_ranges == std::vector<std::string_view>{"de", "en-GB"});
  REQUIRE(message->texts.size() == 2);
  CHECK(message->texts[0].link_url == "https://support.example.com/kb/119053");
  CHECK(message->texts[1].link_url.empty());
  CHECK(catalog.is_withdrawn("wrong-notice"));
  CHECK_FALSE(catalog.is_withdrawn("av95-retirement"));
  CHECK(catalog.find("AV95-retirement") == nullptr);
}

TEST_CASE("a text is picked by wish, then default-locale, then order") {
  const auto catalog =
      read(file(std::string(TOCSIN_SOURCE_DIR) + "/tests/data/catalog/good-full.xml"), ReadMode::client);
  REQUIRE(catalog);
  const auto picked = [&](std::vector<std::string> wishes) {
    return catalog->text_for(catalog->messages[0], wishes).locale;
  };
  CHECK(picked({"fr", "de-CH"}) == "de");
  CHECK(picked({"fr"}) == "en");
  CHECK(picked({}) == "en");
  CHECK(catalog->text_for(Message{}, {}).title.empty());
}

TEST_CASE("samples named after their fault are refused, the good ones read") {
  for (const auto& path : files("catalog")) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    CHECK((strict_rule(file(path)).empty()) == name.starts_with("good-"));
  }
}

TEST_CASE("what is wrong with the whole is refused in both modes, by name and line") {
  struct Row {
    std::string_view name, sample, rule;
    int line;
  };
  const Row rows[] = {{"billion laughs", "billion-laughs.xml", "doctype", 2},
                      {"external entity", "xxe-file.xml", "doctype", 1},
                      {"parameter entity", "xxe-parameter-entity.xml", "doctype", 1},
                      {"processing instruction", "processing-instruction.xml", "processing-instruction", 2},
                      {"style sheet", "stylesheet.xml", "processing-instruction", 1},
                      {"NUL behind the root", "nul-behind-root.xml", "nul", 6},
                      {"NUL in text", "nul-in-text.xml", "nul", 3},
                      {"UTF-16", "utf16-with-bom.xml", "encoding", 1},
                      {"UTF-16 without mark", "utf16-without-bom.xml", "nul", 1},
                      {"overlong UTF-8", "utf8-overlong.xml", "utf8", 3},
                      {"truncated UTF-8", "utf8-truncated.xml", "utf8", 3},
                      {"surrogate", "utf8-surrogate.xml", "utf8", 3},
                      {"control", "control-character.xml", "character", 3},
                      {"U+FFFE", "character-fffe.xml", "character", 3},
                      {"two roots", "two-roots.xml", "second-root", 6},
                      {"text behind the root", "text-behind-root.xml", "text-outside-root", 6},
                      {"duplicate attribute", "duplicate-attribute.xml", "duplicate-attribute", 2},
                      {"same name by two prefixes", "duplicate-attribute-by-prefix.xml", "namespace", 0},
                      {"unbound prefix", "unbound-prefix.xml", "namespace", 0},
                      {"unknown entity", "entity-unknown.xml", "entity", 3},
                      {"reference to NUL", "reference-to-nul.xml", "entity", 3},
                      {"reference overflow", "reference-overflow.xml", "entity", 3},
                      {"]]> in text", "cdata-end-in-text.xml", "cdata-end", 3},
                      {"comment", "comment-with-two-hyphens.xml", "comment", 3},
                      {"tags", "mismatched-tags.xml", "tag-mismatch", 3},
                      {"unclosed", "unclosed-root.xml", "unclosed", 3},
                      {"empty", "empty.xml", "no-root", 1},
                      {"encoding", "encoding-latin1.xml", "encoding", 1},
                      {"version 1.1", "declaration-version-1-1.xml", "declaration", 1},
                      {"declaration late", "declaration-not-first.xml", "processing-instruction", 1},
                      {"depth", "depth-17.xml", "depth", 3},
                      {"attributes", "attributes-33.xml", "attribute-count", 1},
                      {"another root", "wrong-root.xml", "root", 1},
                      {"another namespace", "wrong-namespace.xml", "root", 1},
                      {"no namespace", "no-namespace.xml", "root", 1},
                      {"duplicate id", "duplicate-id.xml", "duplicate-id", 4},
                      {"ids that differ by case", "duplicate-id-by-case.xml", "duplicate-id", 4}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string bytes =
        file(std::string(TOCSIN_SOURCE_DIR) + "/tests/data/catalog/" + std::string(row.sample));
    for (const ReadMode mode : {ReadMode::strict, ReadMode::client}) {
      const auto result = read(bytes, mode);
      CHECK_FALSE(result);
      if (result) continue;
      CHECK(result.error().rule == row.rule);
      CHECK(result.error().line == row.line);
    }
  }
}

TEST_CASE("what concerns one message: refused strictly, dropped or unknown in a client") {
  struct Row {
    std::string_view name, attributes, when, strict, client;
  };
  const Row rows[] = {
      {"plain", "", "", "", "ok"},
      {"blanks in attributes", "revision=' 7 ' until='\tresolved'", "", "", "ok"},
      {"every condition", "",
       "<all><os/></all><any><locale match='*'/></any><none><os/></none><not><os/></not>", "", "ok"},
      {"comment and CDATA white space", "", "<!-- c --><os/>", "", "ok"},
      {"revision 2^32-1", "revision='4294967295'", "", "", "ok"},
      {"leap day", "act-by='2024-02-29T00:00:00Z'", "", "", "ok"},
      {"unknown condition", "", "<memory/>", "unknown-condition", "ok"},
      {"unknown attribute of a condition", "", "<os edition='x'/>", "unknown-attribute", "ok"},
      {"inverted range", "", "<os version='[2,1]'/>", "empty-range", "ok"},
      {"empty range", "", "<os version='[1.0,1.0)'/>", "empty-range", "ok"},
      {"empty range of text", "", "<os version='(a~b,a~b)'/>", "empty-range", "ok"},
      {"unknown attribute", "colour='red'", "", "unknown-attribute", "unknown-attribute"},
      {"revision 0", "revision='0'", "", "revision", "revision"},
      {"revision 01", "revision='01'", "", "revision", "revision"},
      {"revision -1", "revision='-1'", "", "revision", "revision"},
      {"revision 2^32", "revision='4294967296'", "", "revision", "revision"},
      {"revision 2^64", "revision='18446744073709551617'", "", "revision", "revision"},
      {"renotify-from beyond", "renotify-from='2'", "", "renotify-from", "renotify-from"},
      {"no leap day", "act-by='2023-02-29T00:00:00Z'", "", "act-by", "act-by"},
      {"hour 24", "act-by='2023-02-28T24:00:00Z'", "", "act-by", "act-by"},
      {"act-by on a day", "act-by='2027-01-31'", "", "", "ok"},
      {"act-by on a day that is none", "act-by='2027-02-29'", "", "act-by", "act-by"},
      {"act-by on a short day", "act-by='2027-1-31'", "", "act-by", "act-by"},
      {"act-by on a day with a zone", "act-by='2027-01-31Z'", "", "act-by", "act-by"},
      {"act-by in the year 0", "act-by='0000-01-31'", "", "act-by", "act-by"},
      {"offset", "not-before='2026-02-28T00:00:00+01:00'", "", "not-before", "not-before"},
      {"lifetime", "not-before='2023-12-27T23:59:59Z'", "", "lifetime", "lifetime"},
      {"lifetime to the second", "not-before='2023-12-28T00:00:00Z'", "", "", "ok"},
      {"scope", "scope='all'", "", "scope", "scope"},
      {"until", "until=''", "", "until", "until"},
      {"audience", "audience='some'", "", "audience", "audience"},
      {"reference of 41", "reference='12345678901234567890123456789012345678901'", "", "reference",
       "reference"},
      {"two children of not", "", "<not><os/><os/></not>", "condition-count", "condition-count"},
      {"no child of any", "", "<any/>", "condition-count", "condition-count"},
      {"text in a condition", "", "<any>x<os/></any>", "stray-text", "stray-text"},
      {"element in a condition", "", "<os><os/></os>", "not-empty", "not-empty"},
      {"console without type", "", "<console/>", "missing-attribute", "missing-attribute"},
      {"id with a blank", "", "<component id='a b'/>", "identifier", "identifier"},
      {"bare version", "", "<os version='1'/>", "version-range", "version-range"},
      {"os family", "", "<os family='macos'/>", "os-family", "os-family"},
      {"os like", "", "<os like='rhel fedora'/>", "identifier", "identifier"},
      {"no value", "", "<component id='a' value=''/>", "value", "value"},
      {"a long value", "",
       "<component id='a' value='on "
       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'/>",
       "value", "value"},
      {"the value of a console", "", "<console type='a' value='on'/>", "unknown-attribute", "ok"},
      {"os arch", "", "<os arch='sparc'/>", "os-arch", "os-arch"},
      {"locale range", "", "<locale match='de_DE'/>", "language-range", "language-range"},
      {"locale of nothing", "", "<locale match=' '/>", "language-range", "language-range"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string bytes = catalog(message("m", row.attributes, row.when));
    CHECK(strict_rule(bytes) == row.strict);
    CHECK(client_rule(bytes) == row.client);
  }
}

TEST_CASE("unknown conditions and attributes are kept as unknown") {
  const auto catalog_read =
      read(catalog(message("m", "", "<memory/><os edition='x'/><x:os xmlns:x='urn:x'/>")), ReadMode::client);
  REQUIRE(catalog_read);
  const auto& children = catalog_read->messages[0].when->children;
  REQUIRE(children.size() == 3);
  CHECK(children[0].op == Condition::Op::unknown);
  CHECK(children[0].name == "memory");
  CHECK(children[1].op == Condition::Op::os);
  CHECK(children[1].has_unknown_attribute);
  CHECK(children[2].op == Condition::Op::unknown);
}

TEST_CASE("no message affects another; unknown elements are skipped by a client only") {
  const std::string bytes = catalog("<future a='b'><x/>text</future>\n" + message("bad", "x='y'") + "junk" +
                                    message("good") + "<withdrawn id='w' notify='maybe'/>");
  CHECK(strict_rule(bytes) == "unknown-element");
  const auto result = read(bytes, ReadMode::client);
  REQUIRE(result);
  REQUIRE(result->messages.size() == 2);
  CHECK(result->messages[0].fault == Message::Fault::malformed);
  CHECK(result->messages[0].id == "bad");
  CHECK(result->messages[0].line == 2);
  CHECK(result->messages[1].fault == Message::Fault::none);
  CHECK(result->find("good") == &result->messages[1]);
  CHECK(result->is_withdrawn("w"));
  CHECK_FALSE(result->withdrawn[0].notify);
}

TEST_CASE("messages in a long row, with all that may stand between them, keep lines, texts and bodies") {
  constexpr std::string_view kBetween[] = {"\n",    "<!-- c -->", "text", "<![CDATA[<x>]]>",
                                           "&#32;", "<x/>",       ""};
  std::string children;
  for (int i = 0; i < 60; ++i) {
    const std::string id = "m" + std::to_string(i);
    children += "\n" + message(id, "", i % 5 == 0 ? "<x:y xmlns:x='urn:x'/>" : "<os id=' debian&#10;'/>");
    children.replace(children.rfind("<p>B"), 4, "<p>{found:" + id + "} &lt;");
    children += kBetween[i % std::size(kBetween)];
  }
  for (const ReadMode mode : {ReadMode::client, ReadMode::lenient}) {
    const auto result = read(catalog(children), mode);
    REQUIRE(result);
    REQUIRE(result->messages.size() == 60);
    int line = 1;
    for (std::size_t i = 0; i < 60; ++i) {
      const Message& message = result->messages[i];
      CAPTURE(message.id);
      ++line;
      CHECK(message.line == (mode == ReadMode::client ? 0 : line));
      CHECK(result->find("m" + std::to_string(i)) == &message);
      CHECK((i % 5 == 0 || message.when->children[0].os_id == "debian"));
      const auto body = result->body(message.texts[0]);
      REQUIRE(body.size() == 1);
      CHECK(body[0].inlines[0].text == message.id);
      CHECK(body[0].inlines[1].text == " <");
      if (i % std::size(kBetween) == 0) ++line;
    }
  }
}

namespace {

// Everything that a model may hold of a message, told apart by `n`; every third one as the document does not
// hold it: references, white space to collapse, CDATA.
std::string message_of_all(const std::string& n, bool is_plain) {
  const std::string amp = is_plain ? "and" : "&amp;", gap = is_plain ? " " : " \n  ";
  return "<message id='m" + n +
         "' category='security' severity='info' expires='2027-01-01T00:00:00Z' reference='KB" + gap + n +
         amp + "'><when><console type='c" + n + "' version='[" + n + ".1," + n + ".2)'/><component id='k" +
         n + "'/><os id='o" + n + "' arch='arm64'/><locale match='de-x" + n + gap + "fr-x" + n +
         "'/></when><supersedes id='s" + n + "'/><text locale='de-x" + n + "'><title>T" + gap + n + amp +
         (is_plain ? "" : "<![CDATA[!]]>") + "</title><body><p>b</p></body><link href='https://example.com/" +
         n + amp + "'>L" + gap + n + amp + "</link></text></message>";
}

}  // namespace

TEST_CASE("what was read stays when the tree it was read from has gone") {
  std::string children =
      "<detect><component id='first'><file path='/a'/><config path='/b&amp;c' at='[s]k'/>"
      "<uninstall name='A  B'/></component></detect>";
  constexpr int kMessages = 200;
  const auto number = [](int i) { return std::to_string(1000 + i); };
  for (int i = 0; i < kMessages; ++i) children += message_of_all(number(i), i % 3 != 0);
  const auto read_all = read(catalog(children), ReadMode::strict);
  REQUIRE(read_all);
  const auto& sources = read_all->detect.component("first")->sources;
  CHECK(sources[1].name == "/b&c");
  CHECK(sources[1].value == "[s]k");
  CHECK(sources[2].name == "A B");
  for (int i = 0; i < kMessages; ++i) {
    const std::string n = number(i), amp = i % 3 != 0 ? "and" : "&", end = i % 3 != 0 ? "" : "!";
    CAPTURE(n);
    const Message& message = read_all->messages[static_cast<std::size_t>(i)];
    CHECK(message.id == "m" + n);
    CHECK(message.reference == "KB " + n + amp);
    CHECK(message.supersedes[0] == "s" + n);
    const auto& leaves = message.when->children;
    CHECK(leaves[0].name == "c" + n);
    CHECK(leaves[0].range_text == "[" + n + ".1," + n + ".2)");
    CHECK(leaves[0].range.intervals[0].low == n + ".1");
    CHECK(leaves[0].range.intervals[0].high == n + ".2");
    CHECK(leaves[1].name == "k" + n);
    CHECK(leaves[2].os_id == "o" + n);
    CHECK(leaves[2].os_arch == "arm64");
    CHECK(leaves[3].locale_ranges == std::vector<std::string_view>{"de-x" + n, "fr-x" + n});
    CHECK(message.texts[0].locale == "de-x" + n);
    CHECK(message.texts[0].title == "T " + n + amp + end);
    CHECK(message.texts[0].link_url == "https://example.com/" + n + amp);
    CHECK(message.texts[0].link_label == "L " + n + amp);
  }
}

TEST_CASE("every line is known to authors, a client knows those of faults") {
  const std::string text = catalog("\n" + message("m", {}, "\n<component id='c'/>\n"));
  for (const ReadMode mode : {ReadMode::strict, ReadMode::lenient, ReadMode::client}) {
    const auto read_one = read(text, mode);
    REQUIRE(read_one);
    const Message& one = read_one->messages[0];
    const bool is_author = mode != ReadMode::client;
    CHECK((one.line > 1) == is_author);
    CHECK(one.when->line == one.line);
    CHECK(one.when->children[0].line == (is_author ? one.line + 1 : 0));
    CHECK((one.texts[0].line > one.line) == is_author);
  }
}

TEST_CASE("unknown conditions keep their names when the tree has gone") {
  std::string children;
  for (int i = 0; i < 300; ++i) {
    children += message("m" + std::to_string(i), {}, "<u" + std::to_string(i) + " a='b'/>");
  }
  const auto read_all = read(catalog(children), ReadMode::client);
  REQUIRE(read_all);
  for (std::size_t i = 0; i < 300; ++i) {
    CHECK(read_all->messages[i].when->children[0].name == "u" + std::to_string(i));
  }
}

TEST_CASE("a body is read again under the prefixes of all that it stands in") {
  const auto result =
      read(R"(<c:catalog xmlns:c="urn:tocsin:catalog:1" default-locale="en">)"
           R"(<c:message id="m" category="security" severity="info" audience="all")"
           R"( expires="2027-01-01T00:00:00Z"><d:text xmlns:d="urn:tocsin:catalog:1" locale="en">)"
           R"(<c:title>T</c:title><d:body><d:p>a <c:b>b</c:b></d:p></d:body></d:text></c:message>)"
           R"(</c:catalog>)",
           ReadMode::strict);
  REQUIRE(result);
  const auto body = result->body(result->messages[0].texts[0]);
  REQUIRE(body.size() == 1);
  REQUIRE(body[0].inlines.size() == 2);
  CHECK(body[0].inlines[1].kind == Inline::Kind::bold);
}

TEST_CASE("many ids that differ late or early are told apart") {
  std::string children;
  for (int i = 0; i < 2000; ++i)
    children += "<withdrawn id='" + std::to_string(i) + "-notice-" + std::to_string(i) + "'/>";
  const auto result = read(catalog(children), ReadMode::strict);
  REQUIRE(result);
  CHECK(result->is_withdrawn("1999-notice-1999"));
  CHECK_FALSE(result->is_withdrawn("1999-notice-1998"));
  CHECK_FALSE(result->is_withdrawn("1998-notice-1999"));
  CHECK(strict_rule(catalog(children + "<withdrawn id='1000-NOTICE-1000'/>")) == "duplicate-id");
}

TEST_CASE("ids and locales that stand twice") {
  const auto withdrawn = read(catalog("<withdrawn id='a'/><withdrawn id='A'/>"), ReadMode::client);
  REQUIRE(withdrawn);
  CHECK(withdrawn->is_withdrawn("a"));
  CHECK(withdrawn->is_withdrawn("A"));
  CHECK(strict_rule(catalog("<withdrawn id='a'/><withdrawn id='a'/>")) == "duplicate-id");
  CHECK(client_rule(catalog(message("a", "bad='1'") + message("a"))) == "refused:duplicate-id");
}

TEST_CASE("detection: places of the grammar, and what a client makes of others") {
  struct Row {
    std::string_view name, source, rule;
  };
  const Row rows[] = {
      {"registry", R"(<registry key="HKLM\A\B c" value=""/>)", ""},
      {"file of Windows", R"(<file path="C:\A b\c.exe"/>)", ""},
      {"file of a known folder", R"(<file path="%ProgramFiles(x86)%\a" scheme="semver"/>)", ""},
      {"file of Linux with dots", R"(<file path="/a/.b/..c/d.e"/>)", ""},
      {"keyfile", R"(<keyfile path="/etc/os-release" key="VERSION_ID"/>)", ""},
      {"config INI", R"(<config path="/etc/a.ini" at="[]version"/>)", ""},
      {"config XML", R"(<config path="/etc/a.xml" at="/a/b:c@d"/>)", ""},
      {"package", R"(<package name="lib++1.0:amd64"/>)", ""},
      {"package by its upstream version", R"(<package name="a" scheme="upstream"/>)", ""},
      {"upstream of what is no package", R"(<keyfile path="/a" key="V" scheme="upstream"/>)",
       "source-scheme"},
      {"unknown source", R"(<command line="x"/>)", "unknown-source"},
      {"unknown attribute", R"(<file path="/a" mode="x"/>)", "unknown-attribute"},
      {"missing path", "<file/>", "missing-attribute"},
      {"missing key", R"(<keyfile path="/a"/>)", "missing-attribute"},
      {"another hive", R"(<registry key="HKCU\A"/>)", "source-place"},
      {"hive alone", R"(<registry key="HKLM\"/>)", "source-place"},
      {"UNC", R"(<file path="\\server\a"/>)", "source-place"},
      {"UNC with slashes", R"(<file path="//server/a"/>)", "source-place"},
      {"device", R"(<file path="\\.\C:"/>)", "source-place"},
      {"relative", R"(<file path="a/b"/>)", "source-place"},
      {"relative to a drive", R"(<file path="C:a"/>)", "source-place"},
      {"parent", R"(<file path="/a/../b"/>)", "source-place"},
      {"parent at the end", R"(<file path="C:\a\.."/>)", "source-place"},
      {"stream", R"(<file path="C:\a:b"/>)", "source-place"},
      {"folder", R"(<file path="/a/"/>)", "source-place"},
      {"bad variable", R"(<file path="%A B%\a"/>)", "source-place"},
      {"service with a path", R"(<service name="../x"/>)", "source-place"},
      {"package with a slash", R"(<package name="a/b"/>)", "source-place"},
      {"place of neither kind", R"(<config path="/a" at="version"/>)", "source-place"},
      {"place with a wildcard", R"(<config path="/a" at="/a/*"/>)", "source-place"},
      {"scheme", R"(<package name="a" scheme="rpm"/>)", "source-scheme"},
      {"content", R"(<package name="a">x</package>)", "not-empty"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string good = R"(<component id="good"><package name="g"/></component>)";
    const std::string bytes =
        with_detect("<component id='c'>" + std::string(row.source) + "</component>" + good);
    CHECK(strict_rule(bytes) == row.rule);
    const auto client = read(bytes, ReadMode::client);
    CHECK(client);
    if (!client) continue;
    CHECK(client->messages[0].fault == Message::Fault::none);
    CHECK((client->detect.component("c")->sources[0].kind == Source::Kind::unknown) == !row.rule.empty());
    CHECK(client->detect.component("good")->sources[0].kind == Source::Kind::package);
  }
}

TEST_CASE("detection: faulty declarations fail, they do not say absent") {
  const auto client =
      read(with_detect("<component id='twice'/><component id='twice'><package name='p'/></component>"
                       "<console type='odd' extra='1'><package name='p'/></console>"
                       "<component/>junk<host><package name='h'/></host>"),
           ReadMode::client);
  REQUIRE(client);
  CHECK(client->detect.has_host);
  REQUIRE(client->detect.component("twice")->sources.size() == 1);
  CHECK(client->detect.component("twice")->sources[0].kind == Source::Kind::unknown);
  CHECK(client->detect.console("odd")->sources[0].kind == Source::Kind::unknown);
  CHECK(client->detect.component("absent") == nullptr);
}

TEST_CASE("limits of the whole catalog at -1, 0, +1") {
  const auto depth = [](std::size_t n) { return catalog(times(n - 1, "<x>") + times(n - 1, "</x>")); };
  const auto attributes = [](std::size_t n) {
    std::string tag = "<x";
    for (std::size_t i = 0; i < n; ++i) tag += " a" + std::to_string(i) + "=''";
    return catalog(tag + "/>");
  };
  const auto value = [](std::size_t n) { return catalog("<x a='" + times(n, "v") + "'/>"); };
  const auto size = [](std::size_t n) { return catalog(times(n - catalog("").size(), " ")); };
  const auto messages = [](std::size_t n) { return catalog(times(n, "<message/>")); };
  struct Row {
    std::string_view name, rule;
    std::size_t limit;
    std::string (*make)(std::size_t);
  };
  const Row rows[] = {{"depth", "depth", limits::kDepth, depth},
                      {"attributes", "attribute-count", limits::kAttributes, attributes},
                      {"attribute bytes", "attribute-bytes", limits::kAttributeBytes, value},
                      {"bytes", "size", kMostCatalogBytes, size},
                      {"messages", "messages", limits::kMessages, messages}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(read(row.make(row.limit - 1), ReadMode::client));
    CHECK(read(row.make(row.limit), ReadMode::client));
    const auto over = read(row.make(row.limit + 1), ReadMode::client);
    CHECK_FALSE(over);
    if (over) continue;
    CHECK(over.error().rule == row.rule);
    CHECK(over.error().code == Code::too_large);
  }
}

TEST_CASE("limits of a message at -1, 0, +1") {
  const auto conditions = [](std::size_t n) { return catalog(message("m", "", times(n, "<os/>"))); };
  const auto nested = [](std::size_t n) {
    return catalog(message("m", "", "<all>" + times(n - 1, "<os/>") + "</all>"));
  };
  const auto bytes = [](std::size_t n) { return catalog(message_with_body("<p>" + times(n, "x") + "</p>")); };
  const auto decoded = [](std::size_t n) {
    return catalog(message_with_body("<p>" + times(n, "&amp;") + "</p>"));
  };
  const auto lines = [](std::size_t n) { return catalog(message_with_body(times(n, "<p>x</p>"))); };
  const auto breaks = [](std::size_t n) {
    return catalog(message_with_body("<p>" + times(n - 1, "<br/>") + "</p>"));
  };
  const auto texts = [](std::size_t n) {
    std::string all =
        R"(<message id="m" category="outage" severity="info" expires="2027-01-01T00:00:00Z" audience="all">)";
    for (std::size_t i = 0; i < n; ++i) {
      all += "<text locale='x-" + std::to_string(i) + "'><title>T</title><body><p/></body></text>";
    }
    return catalog(all + "</message>");
  };
  struct Row {
    std::string_view name, rule;
    std::size_t limit;
    std::string (*make)(std::size_t);
  };
  const Row rows[] = {{"conditions", "conditions", limits::kConditions, conditions},
                      {"nested conditions", "conditions", limits::kConditions, nested},
                      {"body bytes", "body-bytes", limits::kBodyBytes, bytes},
                      {"body bytes, decoded", "body-bytes", limits::kBodyBytes, decoded},
                      {"body lines", "body-lines", limits::kBodyLines, lines},
                      {"body breaks", "body-lines", limits::kBodyLines, breaks},
                      {"texts", "texts", limits::kTexts, texts}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(strict_rule(row.make(row.limit - 1)).empty());
    CHECK(strict_rule(row.make(row.limit)).empty());
    CHECK(strict_rule(row.make(row.limit + 1)) == row.rule);
    const auto client = read(row.make(row.limit + 1), ReadMode::client);
    CHECK(client);
    if (client) CHECK(client->messages[0].fault == Message::Fault::over_limit);
  }
}

TEST_CASE("a refusal names the element's id, wherever the fault was found") {
  struct Row {
    std::string_view name, children, rule, id;
  };
  const Row rows[] = {{"by its own tag", "<withdrawn id='gone' notify='maybe'/>", "notify", "gone"},
                      {"white space around the id", "<surprise id=' gone '/>", "unknown-element", "gone"},
                      {"behind its children",
                       "<message id='m' category='outage' severity='info' expires='2027-01-01T00:00:00Z'>"
                       "<text locale='en'><title>T</title><body><p/></body></text></message>",
                       "audience-missing", "m"},
                      {"no identifier", "<surprise id='a b'/>", "unknown-element", ""},
                      {"no id", "<surprise/>", "unknown-element", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto result = read(catalog(row.children), ReadMode::strict);
    REQUIRE_FALSE(result);
    CHECK(result.error().rule == row.rule);
    CHECK(result.error().detail == row.id);
  }
}
