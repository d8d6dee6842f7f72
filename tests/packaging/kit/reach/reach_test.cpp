// Compares reach with brute force: the evaluation on random machines and on a grid of machines.
#include "packaging/kit/reach/reach.h"

#include <doctest/doctest.h>

#include <random>

#include "notifier/decide/evaluate.h"
#include "packaging/kit/files/author_bytes.h"
#include "tests/notifier/decide/scripted_facts.h"

using namespace tocsin;
using namespace tocsin::kit;

namespace {

constexpr std::string_view kDetect =
    R"(<detect><console type="c"><package name="c" scheme="dotted"/><registry key="HKLM\X"/></console>
<component id="a"><package name="a" scheme="dotted"/><uninstall name="a"/></component>
<component id="w"><uninstall name="w"/></component></detect>)";

Catalog catalog_with(const std::string& condition) {
  const std::string document =
      "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">" + std::string(kDetect) +
      "<message id=\"m\" category=\"outage\" severity=\"info\" expires=\"2027-02-01T00:00:00Z\"><when>" +
      condition +
      "</when><text locale=\"en\"><title>T</title><body><p>B</p></body></text></message></catalog>";
  auto catalog = parse_catalog(AuthorBytes::of(document), ReadMode::strict);
  REQUIRE(catalog.has_value());
  return *std::move(catalog);
}

constexpr const char* kVersions[] = {"0.5", "1", "1.5", "2", "2.5", "3", "3.5"};

/// A condition of up to three levels. It has few names and range ends, so contradictions are common.
std::string random_condition(std::mt19937& random, int depth) {
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  const auto range = [&] {
    const char* const ranges[] = {"[1,2)", "(1,2]", "[2]", "(,1)", "[3,)", "[1,2) [3]", "(2,3)"};
    return " version=\"" + std::string(ranges[pick(7)]) + "\"";
  };
  if (depth == 0 || pick(3) == 0) {
    switch (pick(5)) {
      case 0:
        return "<console type=\"c\"" + (pick(2) != 0 ? range() : "") + "/>";
      case 1:
        return std::string("<os family=\"") + (pick(2) != 0 ? "linux" : "windows") + "\"" +
               (pick(2) != 0 ? range() : "") + "/>";
      case 2:
        return std::string("<locale match=\"") + (pick(2) != 0 ? "de" : "de-CH en") + "\"/>";
      case 3:
        return "<component id=\"w\"/>";
      default:
        return "<component id=\"a\"" + (pick(2) != 0 ? range() : "") + "/>";
    }
  }
  const char* const ops[] = {"all", "any", "none", "not"};
  const std::string op = ops[pick(4)];
  std::string out = "<" + op + ">";
  for (int k = op == "not" ? 1 : 1 + pick(3); k > 0; --k) out += random_condition(random, depth - 1);
  return out + "</" + op + ">";
}

/// Evaluates the condition on every machine of a grid that is finer than the ranges.
struct BruteForce {
  bool can_hold = false, can_fail = false;

  explicit BruteForce(const Catalog& catalog) {
    for (const char* family : {"linux", "windows"}) {
      for (const char* os_version : kVersions) {
        for (const char* language : {"de", "de-CH", "en", "fr", ""})
          look(catalog, family, os_version, language);
      }
    }
  }

  void look(const Catalog& catalog, const std::string& family, const std::string& os_version,
            const std::string& language) {
    const std::vector<std::string> locales =
        language.empty() ? std::vector<std::string>() : std::vector{language};
    for (int c = -2; c < 7; ++c) {
      for (int a = -2; a < 7; ++a) {
        for (const bool w : {false, true}) {
          if (w && family == "linux") continue;  // it has no source there
          ScriptedFacts facts;
          facts.system = OsFact{family, "x", os_version, "x86_64"};
          facts.consoles["c"] = finding(c);
          facts.components["a"] = finding(a);
          facts.components["w"] = finding(w ? -1 : -2);
          const Truth value = holds(*catalog.messages.front().when, facts, locales);
          can_hold |= value == Truth::yes;
          can_fail |= value != Truth::yes;
        }
      }
    }
  }

  /// -2: absent, -1: without a version.
  static Finding finding(int which) {
    if (which == -2) return {};
    return {Truth::yes, which == -1 ? "" : kVersions[which], Scheme::dotted, "s"};
  }
};

}  // namespace

TEST_CASE("what can hold and what can fail, against every machine of a grid") {
  std::mt19937 random(20261122);
  int contradictions = 0, tautologies = 0;
  for (int k = 0; k < 80; ++k) {
    const std::string condition = random_condition(random, 3);
    CAPTURE(condition);
    const Catalog catalog = catalog_with(condition);
    const BruteForce expected(catalog);
    const Condition& when = *catalog.messages.front().when;
    CHECK((can_hold(catalog.detect, when) == Reach::yes) == expected.can_hold);
    CHECK((can_fail(catalog.detect, when) == Reach::yes) == expected.can_fail);
    contradictions += expected.can_hold ? 0 : 1;
    tautologies += expected.can_fail ? 0 : 1;
  }
  CHECK(contradictions >= 5);
  CHECK(tautologies > 0);
}

TEST_CASE("one condition within another") {
  const struct {
    std::string_view name;
    std::string meets, fails;
    Reach expected;
  } rows[] = {
      {"the same", "<component id=\"a\" version=\"[1,2)\"/>", "<component id=\"a\" version=\"[1,2)\"/>",
       Reach::no},
      {"a part", "<component id=\"a\" version=\"[1.2,1.4]\"/>", "<component id=\"a\" version=\"[1,2)\"/>",
       Reach::no},
      {"the whole", "<component id=\"a\" version=\"[1,2)\"/>", "<component id=\"a\" version=\"[1.2,1.4]\"/>",
       Reach::yes},
      {"presence", "<component id=\"a\" version=\"[1,2)\"/>", "<component id=\"a\"/>", Reach::no},
      {"no version", "<component id=\"a\"/>", "<component id=\"a\" version=\"[0,)\"/>", Reach::yes},
      {"only there", "<component id=\"w\"/>", "<os family=\"windows\"/>", Reach::no},
      {"language", "<locale match=\"de-CH\"/>", "<locale match=\"de\"/>", Reach::no},
      {"another", "<locale match=\"de\"/>", "<locale match=\"de-CH\"/>", Reach::yes},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Catalog meets = catalog_with(row.meets), fails = catalog_with(row.fails);
    CHECK(can_differ(meets.detect, &*meets.messages.front().when, &*fails.messages.front().when) ==
          row.expected);
  }
  const Catalog anything = catalog_with("<component id=\"a\"/>");
  CHECK(can_differ(anything.detect, nullptr, &*anything.messages.front().when) == Reach::yes);
  CHECK(can_differ(anything.detect, &*anything.messages.front().when, nullptr) == Reach::no);
}

TEST_CASE("a system without a source") {
  const Catalog catalog = catalog_with("<component id=\"w\"/>");
  const Condition& when = *catalog.messages.front().when;
  CHECK(can_hold(catalog.detect, when) == Reach::yes);
  CHECK(can_hold(catalog.detect, when, {"linux", false}) == Reach::no);
  CHECK(can_hold(catalog.detect, when, {"linux", true}) == Reach::yes);
  CHECK(can_hold(catalog.detect, when, {"windows", false}) == Reach::yes);
}
