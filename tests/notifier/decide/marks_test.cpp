// What a mark's name says, and what marks count for.
#include "notifier/decide/marks.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/files/author_bytes.h"

namespace tocsin {
namespace {

Instant at(std::string_view text) {
  return *parse_instant(text);
}

const Instant kNow = at("2026-11-22T00:00:00Z");

std::string message(const std::string& id, const std::string& attributes) {
  return "<message id=\"" + id + "\" " + attributes +
         R"( category="security" severity="warning" audience="all" expires="2027-02-01T00:00:00Z">)"
         R"(<text locale="en"><title>T</title><body><p>B</p></body></text></message>)";
}

Catalog catalog(const std::string& messages) {
  return parse_catalog(
             AuthorBytes::of(R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect/>)" +
                             messages + "</catalog>"),
             ReadMode::strict)
      .value();
}

TEST_CASE("a mark's name says who acknowledged what") {
  struct Row {
    std::string_view name, message;
    std::uint32_t revision;
    std::string_view owner;
  };
  const Row rows[] = {
      {"n.av95.1.1000", "av95", 1, "1000"},
      {"n.av9.5-old_x.12.0", "av9.5-old_x", 12, "0"},
      {"n.1.2.3", "1", 2, "3"},
      {"n.a.4294967295.S-1-5-21-1-2-3-500", "a", 4294967295, "S-1-5-21-1-2-3-500"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto mark = parse_mark_name(row.name);
    REQUIRE(mark.has_value());
    CHECK(mark->message == row.message);
    CHECK(mark->revision == row.revision);
    CHECK(mark->owner == row.owner);
    CHECK(mark_name(mark->message, mark->revision, mark->owner) == row.name);
  }
}

TEST_CASE("other names are no marks") {
  const std::vector<std::string> names = {"",
                                          "n",
                                          "n.",
                                          "n.a",
                                          "n.a.1",
                                          "n..1.1000",
                                          "n.a..1000",
                                          "n.a.1.",
                                          "n.a.0.1000",
                                          "n.a.01.1000",
                                          "n.a.+1.1000",
                                          "n.a.-1.1000",
                                          "n.a.1x.1000",
                                          "n.a.4294967296.1000",
                                          "n.a.99999999999999999999.1000",
                                          "N.a.1.1000",
                                          "m.a.1.1000",
                                          ".n.a.1.1000",
                                          "n." + std::string(65, 'a') + ".1.1000"};
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK(!parse_mark_name(name));
  }
}

TEST_CASE("one administrator's acknowledgement serves for all where the notice says so") {
  const Catalog all =
      catalog(message("shared", R"(scope="machine" revision="3" renotify-from="2")") + message("own", ""));
  const std::vector<Mark> marks = {{"shared", 2, "7", kNow}, {"own", 1, "7", kNow}, {"gone", 1, "7", kNow}};
  const Decisions decided = with_marks(all, Decisions(), marks, kNow);
  CHECK(decided.find("shared", Decision::Kind::acknowledged) != nullptr);
  CHECK(decided.find("own", Decision::Kind::acknowledged) == nullptr);
  CHECK(decided.find("gone", Decision::Kind::acknowledged) == nullptr);
  // Of an older revision than asked again from: it no longer stands, as with one's own.
  const std::vector<Mark> old = {{"shared", 1, "7", kNow}};
  const Decisions stale = with_marks(all, Decisions(), old, kNow);
  CHECK(stale.find("shared", Decision::Kind::acknowledged) == nullptr);
  // The reader's own stay.
  const Decisions own(std::vector<Decision>{{"own", 1, Decision::Kind::put_off, kNow, kNow, 1, 1}});
  CHECK(with_marks(all, own, marks, kNow).find("own", Decision::Kind::put_off) != nullptr);
}

TEST_CASE("for monitoring every mark counts") {
  const Catalog all = catalog(message("a", R"(revision="2")") + message("b", ""));
  const std::vector<Mark> marks = {
      {"a", 1, "7", kNow - Duration(1)}, {"a", 2, "8", kNow}, {"b", 1, "7", kNow}, {"gone", 1, "7", kNow}};
  const Decisions decided = marks_alone(all, marks, kNow);
  CHECK(decided.rows().size() == 2);
  CHECK(decided.find("a", Decision::Kind::acknowledged)->revision == 2);
}

TEST_CASE(
    "which marks count: those of the catalog's revisions, not from the future, not from before the notice") {
  const Catalog all = catalog(
      message("m", R"(scope="machine" revision="5" renotify-from="3" not-before="2026-11-01T00:00:00Z")"));
  const Instant begin = at("2026-11-01T00:00:00Z");
  const struct {
    std::string_view name;
    std::uint32_t revision;
    Instant when;
    bool counts;
  } rows[] = {
      {"the catalog's revision", 5, kNow, true},
      {"the first that counts", 3, kNow, true},
      {"below renotify-from", 2, kNow, false},
      {"a revision that nobody has seen", 6, kNow, false},
      {"the highest there is", 4294967295, kNow, false},
      {"a second ahead of the clock", 5, kNow + Duration(1), false},
      {"tomorrow's", 5, kNow + Duration(86'400), false},
      {"of the year 2100", 5, at("2100-01-01T00:00:00Z"), false},
      {"the notice's first second", 5, begin, true},
      {"a second before it", 5, begin - Duration(1), false},
      {"of 1970", 5, instant_at(0), false},
      {"of the end of time", 5, instant_at(INT64_MAX), false},
      {"of its beginning", 5, instant_at(INT64_MIN), false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const std::vector<Mark> marks = {{"m", row.revision, "7", row.when}};
    CHECK(with_marks(all, Decisions(), marks, kNow).rows().size() == (row.counts ? 1 : 0));
    CHECK(marks_alone(all, marks, kNow).rows().size() == (row.counts ? 1 : 0));
  }
}

TEST_CASE("many marks of one notice are one decision: the latest that counts") {
  const Catalog all = catalog(message("m", R"(scope="machine" revision="9")"));
  std::vector<Mark> marks;
  for (std::uint32_t k = 1; k <= 20'000; ++k)
    marks.push_back({"m", k, std::to_string(k), kNow + Duration(k % 7) - Duration(3)});
  const Decisions decided = marks_alone(all, marks, kNow);
  REQUIRE(decided.rows().size() == 1);
  CHECK(decided.rows()[0].when == kNow);
}

TEST_CASE("marks are asked for only where they could change something") {
  const ShowRules rules;
  const Decisions none;
  CHECK(!asks_for_marks(catalog(message("own", "")), kNow, none, rules));
  const Catalog shared = catalog(message("shared", R"(scope="machine")"));
  CHECK(asks_for_marks(shared, kNow, none, rules));
  CHECK(!asks_for_marks(shared, at("2027-02-01T00:00:00Z"), none, rules));
  const Decisions own(
      std::vector<Decision>{{"shared", 1, Decision::Kind::acknowledged, kNow, std::nullopt, {1, 1}}});
  CHECK(!asks_for_marks(shared, kNow, own, rules));
}

}  // namespace
}  // namespace tocsin
