// Kleene's logic over all small trees, and each leaf against the facts.
#include <doctest/doctest.h>

#include "notifier/decide/condition_value.h"
#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

using Op = Condition::Op;
constexpr Truth kNo = Truth::no;
constexpr Truth kUnknown = Truth::unknown;
constexpr Truth kYes = Truth::yes;
constexpr Truth kAll[] = {kNo, kUnknown, kYes};

Truth value(Op op, const std::vector<Truth>& children) {
  ScriptedFacts facts;
  build::know_truths(facts);
  std::vector<Condition> conditions;
  for (const Truth child : children) conditions.push_back(build::truth(child));
  return holds(build::group(op, std::move(conditions)), facts, {});
}

}  // namespace

TEST_CASE("Kleene's tables of two children") {
  const struct {
    std::string_view name;
    Truth a, b, all, any, none;
  } rows[] = {
      {"no no", kNo, kNo, kNo, kNo, kYes},
      {"no unknown", kNo, kUnknown, kNo, kUnknown, kUnknown},
      {"no yes", kNo, kYes, kNo, kYes, kNo},
      {"unknown no", kUnknown, kNo, kNo, kUnknown, kUnknown},
      {"unknown unknown", kUnknown, kUnknown, kUnknown, kUnknown, kUnknown},
      {"unknown yes", kUnknown, kYes, kUnknown, kYes, kNo},
      {"yes no", kYes, kNo, kNo, kYes, kNo},
      {"yes unknown", kYes, kUnknown, kUnknown, kYes, kNo},
      {"yes yes", kYes, kYes, kYes, kYes, kNo},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(value(Op::all, {row.a, row.b}) == row.all);
    CHECK(value(Op::any, {row.a, row.b}) == row.any);
    CHECK(value(Op::none, {row.a, row.b}) == row.none);
  }
}

TEST_CASE("one child: all and any are it, none and not its negation") {
  const struct {
    std::string_view name;
    Truth child, negated;
  } rows[] = {{"no", kNo, kYes}, {"unknown", kUnknown, kUnknown}, {"yes", kYes, kNo}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(value(Op::all, {row.child}) == row.child);
    CHECK(value(Op::any, {row.child}) == row.child);
    CHECK(value(Op::none, {row.child}) == row.negated);
    CHECK(value(Op::not_, {row.child}) == row.negated);
  }
}

// Counting the children is another way to say what the tables say.
TEST_CASE("all trees of three children agree with counting") {
  for (const Truth a : kAll) {
    for (const Truth b : kAll) {
      for (const Truth c : kAll) {
        const int no = (a == kNo) + (b == kNo) + (c == kNo);
        const int yes = (a == kYes) + (b == kYes) + (c == kYes);
        CAPTURE(no);
        CAPTURE(yes);
        CHECK(value(Op::all, {a, b, c}) == (no > 0 ? kNo : yes == 3 ? kYes : kUnknown));
        CHECK(value(Op::any, {a, b, c}) == (yes > 0 ? kYes : no == 3 ? kNo : kUnknown));
        CHECK(value(Op::none, {a, b, c}) == (yes > 0 ? kNo : no == 3 ? kYes : kUnknown));
      }
    }
  }
}

TEST_CASE("what this client does not know is unknown as a whole") {
  ScriptedFacts facts;
  build::know_truths(facts);
  Condition strange_leaf = build::truth(kNo);
  strange_leaf.has_unknown_attribute = true;
  Condition strange_group = build::group(Op::any, {build::truth(kYes)});
  strange_group.has_unknown_attribute = true;
  const struct {
    std::string_view name;
    Condition condition;
    Truth expected;
  } rows[] = {
      {"an unknown element", build::condition(Op::unknown, "gpu"), kUnknown},
      {"an unknown attribute of a false leaf", strange_leaf, kUnknown},
      {"an unknown attribute of a true group", strange_group, kUnknown},
      {"not of an unknown element", build::group(Op::not_, {build::condition(Op::unknown, "gpu")}), kUnknown},
      {"beside false in all",
       build::group(Op::all, {build::condition(Op::unknown, "gpu"), build::truth(kNo)}), kNo},
      {"beside true in any",
       build::group(Op::any, {build::condition(Op::unknown, "gpu"), build::truth(kYes)}), kYes},
      {"all of nothing", build::group(Op::all, {}), kUnknown},
      {"any of nothing", build::group(Op::any, {}), kUnknown},
      {"none of nothing", build::group(Op::none, {}), kUnknown},
      {"not of nothing", build::group(Op::not_, {}), kUnknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(holds(row.condition, facts, {}) == row.expected);
  }
}

TEST_CASE("evaluation stops at the child that settles it") {
  const struct {
    std::string_view name;
    Op op;
    std::vector<Truth> children;
    int asked;
  } rows[] = {
      {"all stops at no", Op::all, {kYes, kNo, kYes, kYes}, 2},
      {"all goes on after unknown", Op::all, {kUnknown, kNo, kYes}, 2},
      {"all asks every yes", Op::all, {kYes, kYes, kYes}, 3},
      {"any stops at yes", Op::any, {kNo, kYes, kNo}, 2},
      {"any goes on after unknown", Op::any, {kUnknown, kUnknown, kYes, kNo}, 3},
      {"none stops at yes", Op::none, {kYes, kNo, kNo}, 1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ScriptedFacts facts;
    build::know_truths(facts);
    std::vector<Condition> conditions;
    for (const Truth child : row.children) conditions.push_back(build::truth(child));
    (void)holds(build::group(row.op, std::move(conditions)), facts, {});
    CHECK(facts.calls() == row.asked);
  }
}

TEST_CASE("a console or component against what was found") {
  const struct {
    std::string_view name;
    Finding finding;
    std::string_view range;
    Truth expected;
  } rows[] = {
      {"absent, no version asked", {}, "", kNo},
      {"absent, version asked", {}, "[1.0,2.0)", kNo},
      {"unknown, no version asked", {kUnknown, "", Scheme::dotted, ""}, "", kUnknown},
      {"unknown, version asked", {kUnknown, "", Scheme::dotted, ""}, "[1.0,)", kUnknown},
      {"present without version, none asked", {kYes, "", Scheme::dotted, "s"}, "", kYes},
      {"present without version, one asked", {kYes, "", Scheme::dotted, "s"}, "[1.0,)", kUnknown},
      {"present, none asked", {kYes, "nonsense", Scheme::dotted, "s"}, "", kYes},
      {"not a version", {kYes, "9.x", Scheme::dotted, "s"}, "[1.0,)", kUnknown},
      {"inside", {kYes, "9.5.1", Scheme::dotted, "s"}, "[9.5,9.6)", kYes},
      {"at the included end", {kYes, "9.5.0", Scheme::dotted, "s"}, "[9.5,9.6)", kYes},
      {"at the excluded end", {kYes, "9.6", Scheme::dotted, "s"}, "[9.5,9.6)", kNo},
      {"10 is above 9", {kYes, "10.0", Scheme::dotted, "s"}, "[9.5,9.6)", kNo},
      {"in the second interval", {kYes, "9.7.1", Scheme::dotted, "s"}, "[9.5,9.6) [9.7,9.7.3)", kYes},
      {"between the intervals", {kYes, "9.6.5", Scheme::dotted, "s"}, "[9.5,9.6) [9.7,9.7.3)", kNo},
      {"deb: a revision is no dotted version", {kYes, "5.2-1", Scheme::dotted, "s"}, "[5.0,)", kUnknown},
      {"deb: by dpkg's order", {kYes, "5.2-1", Scheme::deb, "s"}, "[5.0,5.3)", kYes},
      {"deb: an epoch is above all", {kYes, "1:1.0", Scheme::deb, "s"}, "[5.0,5.3)", kNo},
      {"deb: a tilde is below", {kYes, "5.0~rc1", Scheme::deb, "s"}, "[5.0,5.3)", kNo},
      {"semver: a pre-release is below", {kYes, "2.0.0-rc.1", Scheme::semver, "s"}, "[2.0.0,)", kNo},
      {"an empty interval holds nothing", {kYes, "5.0", Scheme::dotted, "s"}, "(5.0,5.0)", kNo},
      {"an inverted interval holds nothing", {kYes, "5.5", Scheme::dotted, "s"}, "[6.0,5.0]", kNo},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ScriptedFacts facts;
    facts.consoles["x"] = facts.components["x"] = row.finding;
    CHECK(holds(build::component("x", row.range), facts, {}) == row.expected);
    CHECK(holds(build::console("x", row.range), facts, {}) == row.expected);
  }
}

TEST_CASE("the text of a component against words") {
  const struct {
    std::string_view name;
    Finding finding;
    std::string_view words, range;
    Truth expected;
  } rows[] = {
      {"absent", {}, "on", "", kNo},
      {"unknown", {kUnknown, "", Scheme::dotted, ""}, "on", "", kUnknown},
      {"found without a text", {kYes, "", Scheme::dotted, "s"}, "on", "", kUnknown},
      {"the word", {kYes, "enabled", Scheme::dotted, "s"}, "enabled", "", kYes},
      {"the second word", {kYes, "disabled", Scheme::dotted, "s"}, "enabled disabled", "", kYes},
      {"another word", {kYes, "off", Scheme::dotted, "s"}, "enabled disabled", "", kNo},
      {"a part of a word", {kYes, "able", Scheme::dotted, "s"}, "enabled disabled", "", kNo},
      {"the beginning of a word", {kYes, "enable", Scheme::dotted, "s"}, "enabled", "", kNo},
      {"case counts", {kYes, "Enabled", Scheme::dotted, "s"}, "enabled", "", kNo},
      {"a number is a text", {kYes, "1.0", Scheme::dotted, "s"}, "1", "", kNo},
      {"two words are none of them", {kYes, "on off", Scheme::dotted, "s"}, "on off", "", kNo},
      {"by version and word", {kYes, "2", Scheme::dotted, "s"}, "2 3", "[1,2]", kYes},
      {"a word outside the range", {kYes, "3", Scheme::dotted, "s"}, "2 3", "[1,2]", kNo},
      {"a word that is no version", {kYes, "on", Scheme::dotted, "s"}, "on", "[1,2]", kUnknown},
      {"another text that is no version", {kYes, "off", Scheme::dotted, "s"}, "on", "[1,2]", kNo},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ScriptedFacts facts;
    facts.components["x"] = row.finding;
    CHECK(holds(build::value("x", row.words, row.range), facts, {}) == row.expected);
  }
}

TEST_CASE("a value is asked for where the version would be") {
  CHECK(need_of(build::component("x")) == Need::presence);
  CHECK(need_of(build::component("x", "[1,2)")) == Need::version);
  CHECK(need_of(build::value("x", "on")) == Need::version);
}

TEST_CASE("what a system is like") {
  const std::vector<std::string> none, debian{"debian"}, rhel{"rhel", "fedora"};
  const struct {
    std::string_view name;
    OsFact fact;
    Condition condition;
    Truth expected;
  } rows[] = {
      {"itself", {"linux", "debian", "", "", none}, build::like("debian"), kYes},
      {"itself, ID_LIKE unknown", {"linux", "debian", "", ""}, build::like("debian"), kYes},
      {"a derivative", {"linux", "ubuntu", "", "", debian}, build::like("debian"), kYes},
      {"the second word", {"linux", "rocky", "", "", rhel}, build::like("fedora"), kYes},
      {"a derivative, id unknown", {"linux", "", "", "", debian}, build::like("debian"), kYes},
      {"another one's derivative", {"linux", "rocky", "", "", rhel}, build::like("debian"), kNo},
      {"derived from none", {"linux", "arch", "", "", none}, build::like("debian"), kNo},
      {"ID_LIKE unknown", {"linux", "ubuntu", "", ""}, build::like("debian"), kUnknown},
      {"id unknown", {"linux", "", "", "", none}, build::like("debian"), kUnknown},
      {"family first", {"windows", "server", "", "", none}, build::like("debian", "linux"), kNo},
      {"case counts", {"linux", "ubuntu", "", "", debian}, build::like("Debian"), kNo},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ScriptedFacts facts;
    facts.system = row.fact;
    CHECK(holds(row.condition, facts, {}) == row.expected);
  }
}

TEST_CASE("the operating system") {
  const OsFact debian{"linux", "debian", "12", "x86_64"};
  const OsFact rolling{"linux", "debian", "", "x86_64"};
  const OsFact server{"windows", "server", "6.3.9600.0", "x86_64"};
  const OsFact nothing{};
  const struct {
    std::string_view name;
    OsFact fact;
    Condition condition;
    Truth expected;
  } rows[] = {
      {"family", debian, build::os("linux"), kYes},
      {"other family", debian, build::os("windows"), kNo},
      {"family is spelt in lower case", debian, build::os("Linux"), kNo},
      {"id", debian, build::os("linux", "debian"), kYes},
      {"other id", debian, build::os("linux", "ubuntu"), kNo},
      {"arch", debian, build::os("linux", "", "", "x86_64"), kYes},
      {"other arch", debian, build::os("linux", "", "", "arm64"), kNo},
      {"version inside", debian, build::os("linux", "debian", "[11,13)"), kYes},
      {"version outside", debian, build::os("linux", "debian", "[11,12)"), kNo},
      {"windows version", server, build::os("windows", "server", "[6.2,6.4)"), kYes},
      {"no version known", rolling, build::os("linux", "debian", "[11,13)"), kUnknown},
      {"no version known, none asked", rolling, build::os("linux", "debian"), kYes},
      {"no version known, but another family", rolling, build::os("windows", "", "[6.1,10.0)"), kNo},
      {"nothing known", nothing, build::os("linux"), kUnknown},
      {"id unknown, family false", {"linux", "", "", ""}, build::os("windows", "server"), kNo},
      {"id unknown, family true", {"linux", "", "", ""}, build::os("linux", "debian"), kUnknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ScriptedFacts facts;
    facts.system = row.fact;
    CHECK(holds(row.condition, facts, {}) == row.expected);
  }
}

TEST_CASE("the locale condition looks at the first language alone") {
  const struct {
    std::string_view name;
    std::vector<std::string_view> ranges;
    std::vector<std::string> locales;
    Truth expected;
  } rows[] = {
      {"same", {"de"}, {"de"}, kYes},
      {"a region below", {"de"}, {"de-CH", "en"}, kYes},
      {"any of several", {"fr", "en-GB"}, {"en-GB"}, kYes},
      {"case does not matter", {"DE"}, {"de-ch"}, kYes},
      {"everything", {"*"}, {"sw"}, kYes},
      {"at subtags only", {"de"}, {"den"}, kNo},
      {"a narrower range", {"en-GB"}, {"en-US"}, kNo},
      {"a narrower range than the language", {"en-GB"}, {"en"}, kNo},
      {"the second language does not count", {"de"}, {"en", "de"}, kNo},
      {"by its likely script", {"zh-Hant"}, {"zh-TW"}, kYes},
      {"by an old code", {"he"}, {"iw-IL"}, kYes},
      {"by the region's parent", {"es-419"}, {"es-MX"}, kYes},
      {"another script", {"zh-Hant"}, {"zh-CN"}, kNo},
      {"no language", {"de"}, {}, kNo},
      {"no language, not even everything", {"*"}, {}, kNo},
  };
  ScriptedFacts facts;
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(holds(build::locale(row.ranges), facts, row.locales) == row.expected);
  }
}

}  // namespace tocsin
