// The document, byte for byte; the same in words; what each node says; when the verdict changes next.
#include <doctest/doctest.h>

#include <algorithm>

#include "notifier/decide/explain/explain.h"
#include "notifier/facts/file.h"
#include "packaging/kit/files/author_bytes.h"

namespace tocsin {
namespace {

constexpr std::string_view kBegin =
    R"x(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect/>)x";
constexpr std::string_view kText = R"x(<text locale="en"><title>T</title><body><p>B</p></body></text>)x"
                                   R"x(<text locale="de"><title>T</title><body><p>B</p></body></text>)x";

Catalog catalog_of(const std::string& messages) {
  return parse_catalog(AuthorBytes::of(std::string(kBegin) + messages + "</catalog>"), ReadMode::client)
      .value();
}

/// One message valid throughout 2026 with this inside `when` (empty: for everybody) and these attributes.
std::string message(const std::string& id, const std::string& when, const std::string& attributes = {}) {
  return "<message id=\"" + id + R"x(" category="lifecycle" severity="info" )x" +
         (attributes.find("expires") == std::string::npos
              ? R"x(not-before="2026-01-01T00:00:00Z" expires="2027-01-01T00:00:00Z" )x"
              : "") +
         (when.empty() ? "audience=\"all\" " : "") + attributes + ">" +
         (when.empty() ? "" : "<when>" + when + "</when>") + std::string(kText) + "</message>";
}

std::unique_ptr<FileFacts> machine() {
  return parse_facts_file(
             R"x({"host":true,"os":{"family":"linux","id":"debian","version":"12","arch":"x86_64"},
    "consoles":{"enterprise-console":{"version":"5.4.1-1","scheme":"deb"}},
    "components":{"anti-virus":"9.5.1","sensor":true,"odd":null},"locales":["de-CH","de"]})x")
      .value();
}

Instant instant(std::string_view text) {
  return parse_instant(text).value();
}

std::vector<ExplainedMessage> explained(const Catalog& catalog, Facts& facts, const Decisions& decisions = {},
                                        std::string_view at = "2026-11-22T00:00:00Z") {
  static const std::vector<std::string> locales{"de-CH", "de"};
  return explain(catalog, facts, instant(at), locales, decisions, ShowRules{});
}

}  // namespace

TEST_CASE("the document of schema tocsin.explain/1, byte for byte") {
  const Catalog catalog = catalog_of(message("av95-retirement",
                                             R"x(<console type="enterprise-console" version="[4.0,5.3)"/>
                 <any><os family="linux" id="debian" arch="x86_64" version="[11,13)"/><locale match="de en-GB"/></any>
                 <not><component id="sensor"/></not><gpu/>)x",
                                             R"x(revision="2")x") +
                                     message("all", "") + "<message id=\"bad\" category=\"marketing\"/>");
  auto facts = machine();
  const std::vector<std::string> locales{"de-CH", "de"};
  CHECK(explain_json(explained(catalog, *facts), instant("2026-11-22T00:00:00Z"), locales) ==
        R"x({
  "schema": "tocsin.explain/1",
  "at": "2026-11-22T00:00:00Z",
  "locales": [
    "de-CH",
    "de"
  ],
  "messages": [
    {
      "id": "av95-retirement",
      "revision": 2,
      "due": false,
      "reason": "condition",
      "language": "de",
      "next": "2027-01-01T00:00:00Z",
      "when": {
        "op": "all",
        "result": "false",
        "children": [
          {
            "op": "console",
            "type": "enterprise-console",
            "expected": "[4.0,5.3)",
            "found": "5.4.1-1",
            "source": "facts file",
            "scheme": "deb",
            "result": "false"
          },
          {
            "op": "any",
            "result": "true",
            "children": [
              {
                "op": "os",
                "family": "linux",
                "id": "debian",
                "arch": "x86_64",
                "expected": "[11,13)",
                "found": "12",
                "scheme": "dotted",
                "result": "true"
              },
              {
                "op": "locale",
                "expected": "de en-GB",
                "found": "de-CH",
                "result": "true"
              }
            ]
          },
          {
            "op": "not",
            "result": "false",
            "children": [
              {
                "op": "component",
                "id": "sensor",
                "found": "present",
                "source": "facts file",
                "result": "true"
              }
            ]
          },
          {
            "op": "unknown",
            "name": "gpu",
            "result": "unknown"
          }
        ]
      }
    },
    {
      "id": "all",
      "revision": 1,
      "due": true,
      "reason": "due",
      "language": "de",
      "next": "2027-01-01T00:00:00Z",
      "when": null
    },
    {
      "id": "bad",
      "revision": 1,
      "due": false,
      "reason": "malformed",
      "language": null,
      "next": null,
      "when": null
    }
  ]
}
)x");
}

TEST_CASE("no messages, no languages") {
  CHECK(explain_json({}, instant("2026-11-22T00:00:00Z"), {}) ==
        "{\n  \"schema\": \"tocsin.explain/1\",\n  \"at\": \"2026-11-22T00:00:00Z\",\n  \"locales\": [],\n"
        "  \"messages\": []\n}\n");
}

TEST_CASE("what each node says was found") {
  const struct {
    std::string_view name, when, found, source, scheme;
    Truth result;
  } rows[] = {
      {"a version", R"x(<component id="anti-virus"/>)x", "9.5.1", "facts file", "dotted", Truth::yes},
      {"present, a version asked", R"x(<component id="sensor" version="[1.0,)"/>)x", "present", "facts file",
       "", Truth::unknown},
      {"absent", R"x(<component id="none" version="[1.0,)"/>)x", "", "", "", Truth::no},
      {"could not be established", R"x(<component id="odd"/>)x", "", "facts file", "", Truth::unknown},
      {"another scheme", R"x(<console type="enterprise-console" version="[5.4,)"/>)x", "5.4.1-1",
       "facts file", "deb", Truth::yes},
      {"another family", R"x(<os family="windows" version="[6.1,10.0)"/>)x", "linux debian 12 x86_64", "", "",
       Truth::no},
      {"another id", R"x(<os family="linux" id="ubuntu" version="[22.04,)"/>)x", "linux debian 12 x86_64", "",
       "", Truth::no},
      {"another version", R"x(<os family="linux" version="[13,)"/>)x", "12", "", "dotted", Truth::no},
      {"no version asked", R"x(<os family="linux"/>)x", "linux debian 12 x86_64", "", "", Truth::yes},
      {"the second language", R"x(<locale match="de"/>)x", "de-CH", "", "", Truth::yes},
      {"an unknown attribute", R"x(<component id="anti-virus" colour="red"/>)x", "9.5.1", "facts file",
       "dotted", Truth::unknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Catalog catalog = catalog_of(message("m", std::string(row.when)));
    auto facts = machine();
    const auto all = explained(catalog, *facts);
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].when);
    const auto& node = all[0].when->children.front();
    CHECK(node.found == row.found);
    CHECK(node.source == row.source);
    CHECK(node.scheme == row.scheme);
    CHECK(truth_name(node.result) == truth_name(row.result));
  }
}

TEST_CASE("nodes after the one that settles it are evaluated all the same") {
  const Catalog catalog =
      catalog_of(message("m", R"x(<all><component id="none"/><component id="anti-virus"/></all>
    <any><component id="anti-virus"/><component id="none"/></any>)x"));
  auto facts = machine();
  const auto all = explained(catalog, *facts);
  const auto& children = all.at(0).when->children;
  CHECK(children.at(0).result == Truth::no);
  CHECK(children.at(0).children.at(1).result == Truth::yes);
  CHECK(children.at(1).result == Truth::yes);
  CHECK(children.at(1).children.at(1).result == Truth::no);
}

TEST_CASE("next: the first instant at which time alone changes the reason") {
  const auto put_off = [](std::string_view id, std::string_view until) {
    return Decision{std::string(id), 1, Decision::Kind::put_off, Instant{}, instant(until), {1, 1}};
  };
  const auto acknowledged = [](std::string_view id) {
    return Decision{std::string(id), 1, Decision::Kind::acknowledged, Instant{}, std::nullopt, {1, 1}};
  };
  const struct {
    std::string_view name;
    std::string messages, attributes;
    std::vector<Decision> decisions;
    std::string_view reason, next;  // of the first message; empty: null
  } rows[] = {
      {"due until it expires", message("m", ""), "", {}, "due", "2027-01-01T00:00:00Z"},
      {"false until it expires",
       message("m", R"x(<component id="none"/>)x"),
       "",
       {},
       "condition",
       "2027-01-01T00:00:00Z"},
      {"expired for good", message("m", "", R"x(expires="2026-01-01T00:00:00Z")x"), "", {}, "expired", ""},
      {"expires just now: that is not after",
       message("m", "", R"x(expires="2026-11-22T00:00:00Z")x"),
       "",
       {},
       "expired",
       ""},
      {"to come",
       message("m", "", R"x(not-before="2026-12-01T00:00:00Z" expires="2027-02-01T00:00:00Z")x"),
       "",
       {},
       "not-yet",
       "2026-12-01T00:00:00Z"},
      {"put off",
       message("m", ""),
       "",
       {put_off("m", "2026-11-28T08:30:00Z")},
       "put-off",
       "2026-11-28T08:30:00Z"},
      {"put off beyond its end",
       message("m", "", R"x(expires="2026-11-25T00:00:00Z")x"),
       "",
       {put_off("m", "2026-11-28T08:30:00Z")},
       "put-off",
       "2026-11-25T00:00:00Z"},
      {"put off by a clock that was set back since",
       message("m", ""),
       "",
       {put_off("m", "2026-12-20T08:30:00Z")},
       "due",
       "2026-12-13T08:30:00Z"},
      {"a put-off that is over",
       message("m", ""),
       "",
       {put_off("m", "2026-11-20T00:00:00Z")},
       "due",
       "2027-01-01T00:00:00Z"},
      {"acknowledged until it expires",
       message("m", ""),
       "",
       {acknowledged("m")},
       "acknowledged",
       "2027-01-01T00:00:00Z"},
      {"its superseder ends first",
       message("m", "") + message("a", "", R"x(expires="2026-12-24T00:00:00Z" )x"),
       "m",
       {},
       "superseded",
       "2026-12-24T00:00:00Z"},
      {"its superseder begins first",
       message("m", "") +
           message("a", "", R"x(not-before="2026-12-06T00:00:00Z" expires="2028-01-01T00:00:00Z")x"),
       "m",
       {},
       "due",
       "2026-12-06T00:00:00Z"},
      {"a superseder put off and never due again",
       message("m", "") + message("a", R"x(<component id="none"/>)x"),
       "m",
       {put_off("a", "2026-11-27T00:00:00Z")},
       "superseded",
       "2026-11-27T00:00:00Z"},
      {"an acknowledged superseder retires for good",
       message("m", "") + message("a", ""),
       "m",
       {acknowledged("a")},
       "superseded",
       "2027-01-01T00:00:00Z"},
      {"withdrawn for good", message("m", "") + "<withdrawn id=\"m\"/>", "", {}, "withdrawn", ""},
      {"malformed for good", "<message id=\"m\" category=\"x\"/>", "", {}, "malformed", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    std::string messages = row.messages;
    if (!row.attributes.empty()) {
      const auto last = messages.rfind("<text locale=\"en\"");
      messages.insert(last, "<supersedes id=\"" + row.attributes + "\"/>");
    }
    const Catalog catalog = catalog_of(messages);
    auto facts = machine();
    const auto all = explained(catalog, *facts, Decisions(row.decisions));
    REQUIRE(!all.empty());
    CHECK(reason_name(all[0].reason) == row.reason);
    CHECK((all[0].next ? format_instant(*all[0].next) : "") == row.next);
  }
}

TEST_CASE("held back until there is room") {
  std::string messages;
  for (int i = 0; i < 6; ++i) {
    messages +=
        message("m" + std::to_string(i), "",
                i == 2 ? R"x(expires="2026-12-01T00:00:00Z")x" : R"x(expires="2027-01-01T00:00:00Z")x");
  }
  const Catalog catalog = catalog_of(messages);
  auto facts = machine();
  const auto all = explained(catalog, *facts);
  CHECK(all.at(5).reason == Reason::held_back);
  REQUIRE(all.at(5).next);
  CHECK(format_instant(*all.at(5).next) == "2026-12-01T00:00:00Z");
}

TEST_CASE("in words") {
  const Catalog catalog = catalog_of(message("m", R"x(<console type="enterprise-console" version="[4.0,5.3)"/>
    <not><os family="linux" id="debian" version="[11,13)"/></not>)x",
                                             R"x(revision="2")x") +
                                     message("n", ""));
  auto facts = machine();
  const auto all = explained(catalog, *facts);
  CHECK(explain_text(all.at(0)) ==
        "m revision 2: not due, condition; language de; changes at 2027-01-01T00:00:00Z\n"
        "  all: false\n"
        "    console enterprise-console, expected [4.0,5.3), found 5.4.1-1, scheme deb, from facts file: "
        "false\n"
        "    not: false\n"
        "      os linux debian, expected [11,13), found 12, scheme dotted: true\n");
  CHECK(explain_text(all.at(1)) == "n revision 1: due; language de; changes at 2027-01-01T00:00:00Z\n");
}

TEST_CASE("what was found on the machine stays text, whatever it holds") {
  const Catalog catalog = catalog_of(message("m", R"x(<component id="x" version="[1.0,)"/>)x"));
  class Hostile : public Facts {
   public:
    Truth host() override { return Truth::yes; }
    Finding console(std::string_view, Need) override { return {}; }
    Finding component(std::string_view, Need) override {
      return {Truth::yes, "1.0\x1b[2J\n\xff \xE2\x80\xAEx", Scheme::dotted, std::string(5000, 'p')};
    }
    const OsFact& os() override { return os_; }
    bool member() override { return true; }

   private:
    OsFact os_;
  } facts;
  const auto all = explained(catalog, facts);
  const std::string text = explain_text(all.at(0));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\xff') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
  CHECK(text.size() < 1000);
  const std::string json = explain_json(all, Instant{}, {});
  CHECK(json.find('\x1b') == std::string::npos);
  CHECK(json.find('\xff') == std::string::npos);
}

}  // namespace tocsin
