// Over random catalogs, marks and decisions: a mark can only add. Each hostile mark of the table takes
// nothing back.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "notifier/decide/deliberation.h"
#include "notifier/decide/marks.h"
#include "tests/notifier/decide/random_catalog.h"

namespace tocsin {
namespace {

constexpr unsigned kWorlds = 3000;

/// A time near the catalog's, or one that a member chose to do harm.
Instant any_time(RandomWorld& world) {
  const std::int64_t near = seconds_of(RandomWorld::day(world.below(14) - 3));
  return instant_at(
      world.one_of<std::int64_t>({near, near, near, near + 1, 0, std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min()}));
}

std::vector<Mark> any_marks(RandomWorld& world, int messages, int most) {
  std::vector<Mark> marks;
  for (int n = world.below(most); n > 0; --n) {
    const auto revision = world.one_of<std::uint32_t>({1, 1, 2, 3, 3, 4, 4294967295});
    marks.push_back({"m" + std::to_string(world.below(messages + 1)), revision, std::to_string(1000 + n),
                     any_time(world)});
  }
  return marks;
}

/// Whether each message would be shown if there were room.
std::vector<bool> due(const Catalog& catalog, ScriptedFacts facts, const Decisions& decisions,
                      ShowRules rules, Instant now) {
  rules.max_notices = std::numeric_limits<std::uint32_t>::max();
  std::vector<bool> out;
  for (const Verdict& verdict : evaluate(catalog, facts, now, {}, decisions, rules))
    out.push_back(verdict.due());
  return out;
}

struct Counted {
  int silenced = 0, kept = 0;
};

/// What is not due with fewer marks is not due with more.
void compare(const std::vector<bool>& before, const std::vector<bool>& after, Counted& counted) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK((before[i] || !after[i]));
    counted.silenced += before[i] && !after[i] ? 1 : 0;
    counted.kept += !before[i] && !after[i] ? 1 : 0;
  }
}

}  // namespace

TEST_CASE("adding marks never turns acknowledged into due, for a reader or for monitoring") {
  Counted readers, monitoring;
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const int messages = 1 + world.below(6);
    Catalog catalog = world.catalog(messages);
    for (Message& message : catalog.messages)
      message.scope = world.one_of({Scope::machine, Scope::machine, Scope::user});
    const ScriptedFacts facts = world.facts();
    const Decisions own = world.decisions(messages);
    const ShowRules rules = world.rules();
    const Instant now = RandomWorld::day(world.below(9));
    const std::vector<Mark> few = any_marks(world, messages, 12);
    std::vector<Mark> more = few;
    for (Mark& mark : any_marks(world, messages, 12)) more.push_back(std::move(mark));

    const auto shown = [&](const Decisions& decisions) { return due(catalog, facts, decisions, rules, now); };
    compare(shown(own), shown(with_marks(catalog, own, few, now)), readers);
    compare(shown(with_marks(catalog, own, few, now)), shown(with_marks(catalog, own, more, now)), readers);
    compare(shown(marks_alone(catalog, few, now)), shown(marks_alone(catalog, more, now)), monitoring);
  }
  // Marks of which none ever counted would prove nothing.
  CHECK(readers.silenced > 50);
  CHECK(readers.kept > 1000);
  CHECK(monitoring.silenced > 100);
}

TEST_CASE("twenty people's acknowledgements stay, whatever one more person marks") {
  const Instant now = *parse_instant("2026-11-28T00:00:00Z");
  // Comes back on 26 November, because it must be done by 3 December.
  const Catalog catalog =
      parse_catalog(AuthorBytes::of(R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
        <message id="cert-expires" severity="critical" category="security" audience="all" scope="machine"
          until="resolved" act-by="2026-12-03T00:00:00Z" expires="2027-06-18T00:00:00Z">
          <text locale="en"><title>The certificate expires</title><body><p>Renew it.</p></body></text>
        </message></catalog>)"),
                    ReadMode::strict)
          .value();
  std::vector<Mark> marks;
  for (int n = 0; n < 20; ++n)
    marks.push_back({"cert-expires", 1, std::to_string(1000 + n), now - Duration(60 * n)});
  const struct {
    std::string_view name;
    std::uint32_t revision;
    Instant when;
  } rows[] = {
      {"the highest revision", 4294967295, now},
      {"the highest revision, tomorrow", 4294967295, now + Duration(86'400)},
      {"tomorrow", 1, now + Duration(86'400)},
      {"the end of time", 1, instant_at(std::numeric_limits<std::int64_t>::max())},
      {"from before the notice came back", 1, *parse_instant("2026-11-20T00:00:00Z")},
      {"the beginning of time", 1, instant_at(std::numeric_limits<std::int64_t>::min())},
      {"a revision that is still to come", 2, now},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const std::vector<Mark> alone = {{"cert-expires", row.revision, "6666", row.when}};
    std::vector<Mark> with = marks;
    with.insert(with.begin(), alone[0]);
    ScriptedFacts facts;
    const Decisions none;
    CHECK(due(catalog, facts, with_marks(catalog, none, marks, now), {}, now) == std::vector{false});
    CHECK(due(catalog, facts, with_marks(catalog, none, with, now), {}, now) == std::vector{false});
    CHECK(due(catalog, facts, marks_alone(catalog, with, now), {}, now) == std::vector{false});
    // Alone it acknowledges nothing, so that monitoring is not silenced for a revision nobody has seen.
    CHECK(due(catalog, facts, marks_alone(catalog, alone, now), {}, now) == std::vector{true});
  }
}

}  // namespace tocsin
