// A facts file read, refused, and written so that reading it back gives the same answers.
#include <doctest/doctest.h>

#include <string>

#include "notifier/facts/file.h"

namespace tocsin {
namespace {

constexpr std::string_view kExample =
    R"({"host":true,"os":{"family":"linux","id":"debian","version":"12","arch":"x86_64"},
        "consoles":{"enterprise-console":"5.2"},"components":{"anti-virus":"9.5.1","sensor":true,"odd":null,
        "gone":false,"pkg":{"version":"1:2.3-1","scheme":"deb"}},"locales":["de-CH","en"]})";

std::string as_text(const Finding& finding) {
  return std::string(truth_name(finding.present)) + " " + finding.version + " " +
         std::string(scheme_name(finding.scheme));
}

}  // namespace

TEST_CASE("the answers of a facts file") {
  const auto facts = parse_facts_file(kExample);
  REQUIRE(facts);
  CHECK((*facts)->host() == Truth::yes);
  CHECK((*facts)->member());
  CHECK((*facts)->os().family == "linux");
  CHECK((*facts)->os().id == "debian");
  CHECK((*facts)->os().version == "12");
  CHECK((*facts)->os().arch == "x86_64");
  CHECK((*facts)->locales() == std::vector<std::string>{"de-CH", "en"});
  const struct {
    std::string_view name, id, expected;
  } rows[] = {
      {"a version", "anti-virus", "true 9.5.1 dotted"},
      {"present", "sensor", "true  dotted"},
      {"null is unknown", "odd", "unknown  dotted"},
      {"false is absent", "gone", "false  dotted"},
      {"a scheme", "pkg", "true 1:2.3-1 deb"},
      {"not listed is absent", "x", "false  dotted"},
      {"a console's id is not a component's", "enterprise-console", "false  dotted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(as_text((*facts)->component(row.id, Need::version)) == row.expected);
    CHECK(as_text((*facts)->component(row.id, Need::presence)) == row.expected);
  }
  CHECK(as_text((*facts)->console("enterprise-console", Need::version)) == "true 5.2 dotted");
}

TEST_CASE("what the system is like: a list, none, or unknown") {
  const struct {
    std::string_view name, json;
    std::optional<std::vector<std::string>> like;
  } rows[] = {
      {"not given", R"({"os":{"id":"debian"}})", std::nullopt},
      {"null", R"({"os":{"like":null}})", std::nullopt},
      {"none", R"({"os":{"like":[]}})", std::vector<std::string>()},
      {"two", R"({"os":{"like":["rhel","fedora"]}})", std::vector<std::string>{"rhel", "fedora"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto facts = parse_facts_file(row.json);
    REQUIRE(facts.has_value());
    CHECK((*facts)->os().like == row.like);
    const auto again = parse_facts_file(write_facts_file({}, **facts, {}));
    REQUIRE(again.has_value());
    CHECK((*again)->os().like == row.like);
  }
}

TEST_CASE("everything is optional") {
  const struct {
    std::string_view name, json;
    Truth host;
    bool member;
    std::string_view family;
  } rows[] = {
      {"nothing: no management server", "{}", Truth::no, true, ""},
      {"host", R"({"host":true})", Truth::yes, true, ""},
      {"no host", R"({"host":false})", Truth::no, true, ""},
      {"host unknown", R"({"host":null})", Truth::unknown, true, ""},
      {"not a member", R"({"member":false})", Truth::no, false, ""},
      {"os unknown", R"({"os":null})", Truth::no, true, ""},
      {"part of os", R"({"os":{"family":"windows","version":null}})", Truth::no, true, "windows"},
      {"a comment", R"({"comment":"x","consoles":{},"components":{},"locales":[]})", Truth::no, true, ""},
      {"keys in a list", R"({"comment":[{"host":1},{"host":1}],"host":true})", Truth::yes, true, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto facts = parse_facts_file(row.json);
    CHECK(facts.has_value());
    if (!facts) continue;
    CHECK((*facts)->host() == row.host);
    CHECK((*facts)->member() == row.member);
    CHECK((*facts)->os().family == row.family);
    CHECK((*facts)->os().version.empty());
    CHECK((*facts)->locales().empty());
  }
}

TEST_CASE("what is refused, naming the line") {
  const struct {
    std::string_view name, json;
    int line;
    std::string_view part;
  } rows[] = {
      {"not JSON", "{\n \"host\": true\n \"member\": true}", 3, "not JSON"},
      {"cut off", "{\n\"host\":\ntrue", 3, "not JSON"},
      {"nothing", "", 1, "not JSON"},
      {"a misspelt key", "{\n\"host\": true,\n\"hots\": false}", 3, "hots: unknown key"},
      {"within", "{\n\"components\":\n{\"a\": \"1\",\n\"b\": 2}}", 4, "components.b: not a version"},
      {"a key without what it needs", "{\n\"components\":\n{\"b\":\n{\"scheme\":\"deb\"}}}", 3,
       "components.b.version: missing"},
      {"a longer name beside it", "{\"components\":{\n\"b\": \"1\",\n\"bb\": 2}}", 3, "components.bb: not"},
      {"a key twice", "{\n\"components\":{\n\"b\": \"1\",\n\"b\": \"2\"}}", 4,
       "components.b: this key stands in line 3 already"},
      {"a quote in a text", "{\n\"comment\": \"a \\\"host\\\": b\",\n\"hots\": 1}", 3, "hots: unknown key"},
      {"in a list", "{\n\"comment\": [{\"a\":1},{\"b\":1}],\n\"hots\": 1}", 3, "hots: unknown key"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto facts = parse_facts_file(row.json);
    CHECK(!facts);
    if (facts) continue;
    CAPTURE(facts.error().detail);
    CHECK(facts.error().line == row.line);
    CHECK(facts.error().detail.find(row.part) != std::string::npos);
  }
}

TEST_CASE("what is refused, naming the key") {
  const struct {
    std::string_view name, json, key;
  } rows[] = {
      {"nothing", "", "facts file"},
      {"not JSON", "host: true", "facts file"},
      {"cut off", R"({"host":true)", "facts file"},
      {"something after it", "{} {}", "facts file"},
      {"a list", "[]", "facts file"},
      {"null", "null", "facts file"},
      {"bad UTF-8", "{\"comment\":\"\xff\"}", "facts file"},
      {"a misspelt key", R"({"component":{"a":"1"}})", "component"},
      {"host a word", R"({"host":"yes"})", "host"},
      {"host a number", R"({"host":1})", "host"},
      {"member unknown", R"({"member":null})", "member"},
      {"os a word", R"({"os":"linux"})", "os"},
      {"os: a misspelt key", R"({"os":{"familly":"linux"}})", "os.familly"},
      {"os: a number", R"({"os":{"version":12}})", "os.version"},
      {"os: like a word", R"({"os":{"like":"debian"}})", "os.like"},
      {"os: like a number", R"({"os":{"like":[1]}})", "os.like"},
      {"consoles a list", R"({"consoles":["a"]})", "consoles"},
      {"consoles null", R"({"consoles":null})", "consoles"},
      {"a version that is a number", R"({"components":{"av":9.5}})", "components.av"},
      {"an empty version", R"({"components":{"av":""}})", "components.av"},
      {"a list for a version", R"({"consoles":{"c":["1"]}})", "consoles.c"},
      {"an object without a version", R"({"components":{"av":{"scheme":"deb"}}})", "components.av.version"},
      {"an object with an empty version", R"({"components":{"av":{"version":""}}})", "components.av.version"},
      {"an object with a number", R"({"components":{"av":{"version":9}}})", "components.av.version"},
      {"no such scheme", R"({"components":{"av":{"version":"1","scheme":"rpm"}}})", "components.av.scheme"},
      {"an object with another key", R"({"components":{"av":{"version":"1","from":"x"}}})",
       "components.av.from"},
      {"locales a word", R"({"locales":"de"})", "locales"},
      {"locales of numbers", R"({"locales":[1]})", "locales"},
      {"not a language", R"({"locales":["de_DE.UTF-8"]})", "locales"},
      {"a key twice", R"({"host":true,"host":false})", "host"},
      {"a component twice", R"({"components":{"av":"9","other":{"version":"1"},"av":"8"}})", "components.av"},
      {"a component twice, spelt otherwise", R"({"components":{"av":"9","\u0061v":"8"}})", "components.av"},
      {"components twice", R"({"components":{"av":"9"},"components":{"be":"8"}})", "components"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto facts = parse_facts_file(row.json);
    CHECK(!facts);
    if (facts) continue;
    CHECK(code_name(facts.error().code) == code_name(Code::malformed));
    CHECK(facts.error().detail.starts_with(std::string(row.key) + ":"));
  }
}

TEST_CASE("depth is no danger") {
  std::string deep = R"({"comment":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
  CHECK(parse_facts_file(deep).has_value());
  deep.pop_back();
  CHECK(!parse_facts_file(deep));
}

TEST_CASE("written and read back: the same answers") {
  Detect detect;
  detect.has_host = true;
  detect.consoles = {{"enterprise-console", {}, 0}, {"other", {}, 0}};
  for (const char* id : {"anti-virus", "sensor", "odd", "gone", "pkg", "absent"})
    detect.components.push_back({id, {}, 0});
  const auto original = parse_facts_file(kExample);
  REQUIRE(original);
  const std::string written = write_facts_file(detect, **original, (*original)->locales());
  const auto copy = parse_facts_file(written);
  REQUIRE(copy);
  CHECK((*copy)->host() == (*original)->host());
  CHECK((*copy)->member() == (*original)->member());
  CHECK((*copy)->os().version == (*original)->os().version);
  CHECK((*copy)->locales() == (*original)->locales());
  for (const auto& component : detect.components) {
    CAPTURE(component.id);
    CHECK(as_text((*copy)->component(component.id, Need::version)) ==
          as_text((*original)->component(component.id, Need::version)));
  }
  CHECK(as_text((*copy)->console("enterprise-console", Need::version)) == "true 5.2 dotted");
  CHECK(write_facts_file(detect, **copy, (*copy)->locales()) == written);
}

TEST_CASE("written: the document itself") {
  Detect detect;
  detect.components = {{"pkg", {}, 0}};
  const auto facts =
      parse_facts_file(R"({"member":false,"components":{"pkg":{"version":"1-1","scheme":"deb"}}})");
  REQUIRE(facts);
  CHECK(write_facts_file(detect, **facts, std::vector<std::string>{"ar"}) == R"({
  "host": true,
  "member": false,
  "os": {
    "family": null,
    "id": null,
    "like": null,
    "version": null,
    "arch": null
  },
  "consoles": {},
  "components": {
    "pkg": {
      "version": "1-1",
      "scheme": "deb"
    }
  },
  "locales": [
    "ar"
  ]
}
)");
}

}  // namespace tocsin
