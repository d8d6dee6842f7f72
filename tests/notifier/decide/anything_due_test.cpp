// What the gate asks for, counted: cheapest first, and nothing once nothing is left.
#include <doctest/doctest.h>

#include <string>

#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

struct Gate {
  std::vector<std::string> ids;
  Catalog catalog;
  ScriptedFacts facts;
  std::vector<Decision> decisions;
  ShowRules rules;

  explicit Gate(int messages) {
    for (int i = 0; i < messages; ++i) ids.push_back("n" + std::to_string(i));
    for (const auto& id : ids) catalog.messages.push_back(build::message_when(id, Truth::yes));
    catalog.detect.has_host = true;
    build::know_truths(facts);
  }
  void decide_all(Decision::Kind kind) {
    for (const auto& id : ids) decisions.push_back({id, 1, kind, instant_at(1), instant_at(1800), {1, 1}});
  }
  bool run() { return anything_due(catalog, facts, instant_at(1500), {}, Decisions(decisions), rules); }
};

}  // namespace

TEST_CASE("nothing left: no fact is asked for") {
  const struct {
    std::string_view name;
    void (*change)(Gate&);
  } rows[] = {
      {"all acknowledged", [](Gate& g) { g.decide_all(Decision::Kind::acknowledged); }},
      {"all put off", [](Gate& g) { g.decide_all(Decision::Kind::put_off); }},
      {"all expired",
       [](Gate& g) {
         for (auto& m : g.catalog.messages) m.expires = instant_at(1400);
       }},
      {"all to come",
       [](Gate& g) {
         for (auto& m : g.catalog.messages) m.not_before = instant_at(1600);
       }},
      {"all faulty",
       [](Gate& g) {
         for (auto& m : g.catalog.messages) m.fault = Message::Fault::malformed;
       }},
      {"all withdrawn",
       [](Gate& g) {
         for (auto& m : g.catalog.messages) g.catalog.withdrawn.push_back({m.id, false});
       }},
      {"all below policy", [](Gate& g) { g.rules.minimum_severity = Severity::critical; }},
      {"no room", [](Gate& g) { g.rules.max_notices = 0; }},
      {"no message", [](Gate& g) { g.catalog.messages.clear(); }},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Gate gate(100);
    row.change(gate);
    CHECK(!gate.run());
    CHECK(gate.facts.calls() == 0);
  }
}

TEST_CASE("not a member: nothing but that is asked") {
  Gate gate(100);
  gate.facts.is_member = false;
  CHECK(!gate.run());
  CHECK(gate.facts.calls() == 1);
}

TEST_CASE("not a management server: one fact settles all") {
  Gate gate(100);
  gate.facts.is_host = Truth::no;
  CHECK(!gate.run());
  CHECK(gate.facts.host_calls == 1);
  CHECK(gate.facts.component_calls == 0);
}

TEST_CASE("the first that is due ends it, and what needs no facts is tried first") {
  Gate gate(100);
  CHECK(gate.run());
  CHECK(gate.facts.component_calls == 1);
  gate.facts.component_calls = 0;
  gate.catalog.detect.has_host = false;
  gate.catalog.messages.back().when.reset();
  CHECK(gate.run());
  CHECK(gate.facts.component_calls == 0);
  CHECK(gate.facts.host_calls == 1);
}

TEST_CASE("a decided superseder retires without a fact, an undecided one is asked once") {
  Gate gate(2);
  gate.catalog.messages[0].supersedes = {"n1"};
  gate.decisions = {{"n0", 1, Decision::Kind::acknowledged, instant_at(1), std::nullopt, {1, 1}}};
  CHECK(!gate.run());
  gate.decisions.clear();
  gate.facts.component_calls = 0;
  gate.facts.components.clear();
  CHECK(!gate.run());
  CHECK(gate.facts.component_calls == 2);
}

TEST_CASE("4,096 false notices: each condition is asked once") {
  Gate gate(4096);
  gate.facts.components.clear();
  CHECK(!gate.run());
  CHECK(gate.facts.component_calls == 4096);
}

}  // namespace tocsin
