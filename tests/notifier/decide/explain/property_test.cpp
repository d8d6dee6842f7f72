// Over random catalogs: evaluating every node gives the verdict that stopping early gives, and `next` is the
// first change of it.
#include <doctest/doctest.h>

#include <algorithm>

#include "notifier/decide/explain/explain.h"
#include "tests/notifier/decide/random_catalog.h"

namespace tocsin {
namespace {

constexpr unsigned kWorlds = 1200;

std::size_t nodes(const Condition& condition) {
  std::size_t count = 1;
  for (const auto& child : condition.children) count += nodes(child);
  return count;
}
std::size_t nodes(const ExplainedCondition& node) {
  std::size_t count = 1;
  for (const auto& child : node.children) count += nodes(child);
  return count;
}

}  // namespace

TEST_CASE("random catalogs: explain and evaluate agree, and no node is left out") {
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const int messages = 1 + world.below(9);
    const Catalog catalog = world.catalog(messages);
    ScriptedFacts facts = world.facts();
    const Decisions decisions = world.decisions(messages);
    const ShowRules rules = world.rules();
    const auto locales = world.locales();
    const Instant at = RandomWorld::day(world.below(7));

    const auto explained = explain(catalog, facts, at, locales, decisions, rules);
    const auto verdicts = evaluate(catalog, facts, at, locales, decisions, rules);
    REQUIRE(explained.size() == verdicts.size());
    for (std::size_t i = 0; i < explained.size(); ++i) {
      CAPTURE(i);
      CHECK(explained[i].message == verdicts[i].message);
      CHECK(reason_name(explained[i].reason) == reason_name(verdicts[i].reason));
      const auto& when = explained[i].message->when;
      const bool whole = explained[i].message->fault == Message::Fault::none && when;
      CHECK(explained[i].when.has_value() == whole);
      if (!whole) continue;
      CHECK(explained[i].when->result == holds(*when, facts, locales));
      CHECK(nodes(*explained[i].when) == nodes(*when));
    }
  }
}

// Every date of these catalogs is the start of a day, so looking at each day and its last second misses
// nothing.
TEST_CASE("random catalogs: next is the first instant at which the reason changes") {
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const int messages = 1 + world.below(9);
    const Catalog catalog = world.catalog(messages);
    ScriptedFacts facts = world.facts();
    const Decisions decisions = world.decisions(messages);
    const ShowRules rules = world.rules();
    const Instant at = RandomWorld::day(world.below(7)) + Duration(world.below(2) * 3600);

    std::vector<std::optional<Instant>> first(catalog.messages.size());
    const auto now = evaluate(catalog, facts, at, {}, decisions, rules);
    for (int day = 0; day < 12; ++day) {
      for (const Instant later : {RandomWorld::day(day), RandomWorld::day(day + 1) - Duration(1)}) {
        if (later <= at) continue;
        const auto then = evaluate(catalog, facts, later, {}, decisions, rules);
        for (std::size_t i = 0; i < then.size(); ++i) {
          if (!first[i] && then[i].reason != now[i].reason) first[i] = later;
        }
      }
    }
    const auto explained = explain(catalog, facts, at, {}, decisions, rules);
    for (std::size_t i = 0; i < explained.size(); ++i) {
      CAPTURE(i);
      CHECK(explained[i].next == first[i]);
    }
  }
}

}  // namespace tocsin
