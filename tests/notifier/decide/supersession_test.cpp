// Who retires whom: the cases of the rule, cycles, and chains as long as a catalog.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "notifier/decide/evaluate.h"
#include "notifier/decide/supersession.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

/// A supersedes B, both due at 1500; returns B's reason after a change.
struct Pair {
  Catalog catalog;
  ScriptedFacts facts;
  Instant now = instant_at(1500);
  std::vector<Decision> decisions;
  ShowRules rules;

  Pair() {
    build::know_truths(facts);
    catalog.messages.push_back(build::message("B"));
    catalog.messages.push_back(build::message_when("A", Truth::yes));
    a().supersedes = {"B"};
  }
  Message& a() { return catalog.messages.back(); }
  void decide(Decision::Kind kind, std::int64_t until = 0) {
    decisions.push_back({"A", 1, kind, instant_at(1100), instant_at(until), {1, 1}});
  }
};

std::vector<Reason> reasons(const Catalog& catalog, Facts& facts, Instant now,
                            const Decisions& decisions = {}, const ShowRules& rules = {}) {
  std::vector<Reason> all;
  for (const auto& verdict : evaluate(catalog, facts, now, {}, decisions, rules))
    all.push_back(verdict.reason);
  return all;
}

using Edges = std::vector<std::pair<std::string_view, std::string_view>>;  // superseder, superseded

/// Messages named by the letters of `ids`, all due, with these edges; the letters of those that stay due.
std::string due_letters(std::string_view ids, const Edges& edges) {
  Catalog catalog;
  for (std::size_t i = 0; i < ids.size(); ++i) catalog.messages.push_back(build::message(ids.substr(i, 1)));
  for (const auto& [by, target] : edges) catalog.messages[ids.find(by)].supersedes.push_back(target);
  ScriptedFacts facts;
  std::string due;
  for (const auto& verdict :
       evaluate(catalog, facts, instant_at(1500), {}, {}, ShowRules{Severity::info, 99})) {
    if (verdict.due()) due += verdict.message->id;
  }
  return due;
}

}  // namespace

TEST_CASE("A retires B only while A is due, put off or decided here") {
  const struct {
    std::string_view name;
    bool retired;
    void (*change)(Pair&);
  } rows[] = {
      {"due", true, [](Pair&) {}},
      {"put off", true, [](Pair& p) { p.decide(Decision::Kind::put_off, 1600); }},
      {"put off, and its condition no longer true", true,
       [](Pair& p) {
         p.decide(Decision::Kind::put_off, 1600);
         p.a().when = build::group(Condition::Op::all, {build::truth(Truth::no)});
       }},
      {"acknowledged", true, [](Pair& p) { p.decide(Decision::Kind::acknowledged); }},
      {"acknowledged and expired since", true,
       [](Pair& p) {
         p.decide(Decision::Kind::acknowledged);
         p.a().expires = instant_at(1400);
       }},
      {"acknowledged, its condition false by now", true,
       [](Pair& p) {
         p.decide(Decision::Kind::acknowledged);
         p.a().when = build::group(Condition::Op::all, {build::truth(Truth::no)});
       }},
      {"due but held back", true, [](Pair& p) { p.rules.max_notices = 0; }},
      {"unknown but shown", true,
       [](Pair& p) {
         p.a().when = build::group(Condition::Op::all, {build::truth(Truth::unknown)});
         p.a().show_when_unknown = true;
       }},
      {"malformed", false, [](Pair& p) { p.a().fault = Message::Fault::malformed; }},
      {"over a limit", false, [](Pair& p) { p.a().fault = Message::Fault::over_limit; }},
      {"withdrawn", false,
       [](Pair& p) {
         p.catalog.withdrawn = {{"A", false}};
       }},
      {"withdrawn after it was acknowledged", false,
       [](Pair& p) {
         p.catalog.withdrawn = {{"A", true}};
         p.decide(Decision::Kind::acknowledged);
       }},
      {"not yet", false, [](Pair& p) { p.a().not_before = instant_at(1501); }},
      {"expired undecided", false, [](Pair& p) { p.a().expires = instant_at(1500); }},
      {"put off and expired since", false,
       [](Pair& p) {
         p.decide(Decision::Kind::put_off, 1600);
         p.a().expires = instant_at(1400);
       }},
      {"condition false", false,
       [](Pair& p) { p.a().when = build::group(Condition::Op::all, {build::truth(Truth::no)}); }},
      {"condition unknown", false,
       [](Pair& p) { p.a().when = build::group(Condition::Op::all, {build::truth(Truth::unknown)}); }},
      {"below policy's severity", false,
       [](Pair& p) {
         p.rules.minimum_severity = Severity::warning;
         p.catalog.messages.front().severity = Severity::warning;
       }},
      {"acknowledged on a revision that no longer counts, and not yet", false,
       [](Pair& p) {
         p.decide(Decision::Kind::acknowledged);
         p.a().revision = p.a().renotify_from = 2;
         p.a().not_before = instant_at(1600);
       }},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Pair pair;
    row.change(pair);
    const auto all = reasons(pair.catalog, pair.facts, pair.now, Decisions(pair.decisions), pair.rules);
    CHECK((all.front() == Reason::superseded) == row.retired);
  }
}

TEST_CASE("chains, forks, cycles") {
  const struct {
    std::string_view name, ids;
    Edges edges;
    std::string_view due;
  } rows[] = {
      {"one edge", "AB", {{"A", "B"}}, "A"},
      {"the same edge twice", "AB", {{"A", "B"}, {"A", "B"}}, "A"},
      {"a chain: a superseded one still retires", "ABC", {{"A", "B"}, {"B", "C"}}, "A"},
      {"a fork", "ABC", {{"A", "B"}, {"A", "C"}}, "A"},
      {"two superseders", "ABC", {{"A", "C"}, {"B", "C"}}, "AB"},
      {"an id that is not there", "AB", {{"A", "Z"}}, "AB"},
      {"itself", "AB", {{"A", "A"}}, "AB"},
      {"each other", "AB", {{"A", "B"}, {"B", "A"}}, "AB"},
      {"a ring of three", "ABC", {{"A", "B"}, {"B", "C"}, {"C", "A"}}, "ABC"},
      {"out of a ring", "ABC", {{"A", "B"}, {"B", "A"}, {"B", "C"}}, "AB"},
      {"into a ring", "ABC", {{"C", "A"}, {"A", "B"}, {"B", "A"}}, "BC"},
      {"a ring with a chord", "ABCD", {{"A", "B"}, {"B", "C"}, {"C", "D"}, {"D", "A"}, {"A", "C"}}, "ABCD"},
      {"two rings, one above", "ABCD", {{"A", "B"}, {"B", "A"}, {"B", "C"}, {"C", "D"}, {"D", "C"}}, "ABD"},
      {"a diamond", "ABCD", {{"A", "B"}, {"A", "C"}, {"B", "D"}, {"C", "D"}}, "A"},
      {"itself and another", "AB", {{"A", "A"}, {"A", "B"}}, "A"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(due_letters(row.ids, row.edges) == row.due);
  }
}

TEST_CASE("what a faulty message claims does not close a cycle") {
  Catalog catalog;
  catalog.messages.push_back(build::message("A"));
  catalog.messages.push_back(build::message("B"));
  catalog.messages[0].supersedes = {"B"};
  catalog.messages[1].supersedes = {"A"};
  CHECK(Supersession(catalog.messages).superseders_of(1).empty());
  catalog.messages[1].fault = Message::Fault::malformed;
  CHECK(Supersession(catalog.messages).superseders_of(0).empty());
  CHECK(Supersession(catalog.messages).superseders_of(1).size() == 1);
}

namespace {

/// 4,096 messages; message i supersedes those that `targets` says.
template <typename Targets>
Catalog big_catalog(const std::vector<std::string>& ids, Targets targets) {
  Catalog catalog;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    catalog.messages.push_back(build::message_when(ids[i], Truth::yes));
    for (const std::size_t target : targets(i)) {
      if (target < ids.size()) catalog.messages.back().supersedes.push_back(ids[target]);
    }
  }
  return catalog;
}

std::vector<std::string> big_ids() {
  std::vector<std::string> ids;
  for (int i = 0; i < 4096; ++i) ids.push_back("notice-" + std::to_string(i));
  return ids;
}

}  // namespace

TEST_CASE("a chain of 4,096: each condition is asked once, and nothing recurses") {
  const auto ids = big_ids();
  const Catalog catalog = big_catalog(ids, [](std::size_t i) { return std::vector<std::size_t>{i + 1}; });
  ScriptedFacts facts;
  build::know_truths(facts);
  const auto all = reasons(catalog, facts, instant_at(1500));
  CHECK(all.front() == Reason::due);
  CHECK(std::count(all.begin(), all.end(), Reason::superseded) == 4095);
  CHECK(facts.component_calls == 4095);  // the last one's does not matter
  facts = {};
  build::know_truths(facts);
  CHECK(anything_due(catalog, facts, instant_at(1500), {}, {}, {}));
  CHECK(facts.component_calls <= 2);
}

TEST_CASE("a ring of 4,096 retires nothing; a star retires all but its centre") {
  const auto ids = big_ids();
  ScriptedFacts facts;
  build::know_truths(facts);
  const Catalog ring =
      big_catalog(ids, [&](std::size_t i) { return std::vector<std::size_t>{(i + 1) % ids.size()}; });
  auto all = reasons(ring, facts, instant_at(1500), {}, ShowRules{Severity::info, 5000});
  CHECK(std::count(all.begin(), all.end(), Reason::due) == 4096);
  const Catalog star = big_catalog(ids, [&](std::size_t i) {
    std::vector<std::size_t> targets;
    for (std::size_t t = 1; i == 0 && t < ids.size(); ++t) targets.push_back(t);
    return targets;
  });
  all = reasons(star, facts, instant_at(1500));
  CHECK(std::count(all.begin(), all.end(), Reason::superseded) == 4095);
}

}  // namespace tocsin
