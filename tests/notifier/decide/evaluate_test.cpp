// Every reason, and that the earlier of two wins.
#include <doctest/doctest.h>

#include <functional>

#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

using Kind = Decision::Kind;

/// One message "m", due at 1500 unless something is changed.
struct World {
  Catalog catalog;
  ScriptedFacts facts;
  Instant now = instant_at(1500);
  std::vector<std::string> locales{"de"};
  std::vector<Decision> decisions;
  ShowRules rules;

  World() {
    build::know_truths(facts);
    catalog.messages.push_back(build::message_when("m", Truth::yes));
  }
  Message& m() { return catalog.messages.front(); }
  void condition(Truth value) { m().when = build::group(Condition::Op::all, {build::truth(value)}); }
  void decide(Kind kind, std::uint32_t revision, std::int64_t until = 0, std::string id = "m") {
    Decision decision{std::move(id), revision, kind, instant_at(1100), std::nullopt, {1, 1}};
    if (kind == Kind::put_off) decision.until = instant_at(until);
    decisions.push_back(std::move(decision));
  }
  void supersede() {
    catalog.messages.push_back(build::message("newer"));
    catalog.messages.back().supersedes = {"m"};
  }
  Reason reason() {
    return evaluate(catalog, facts, now, locales, Decisions(decisions), rules).front().reason;
  }
  bool any() { return anything_due(catalog, facts, now, locales, Decisions(decisions), rules); }
};

struct Row {
  std::string_view name;
  Reason expected;
  std::function<void(World&)> change;
};

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    CAPTURE(row.name);
    World world;
    row.change(world);
    CHECK(reason_name(world.reason()) == reason_name(row.expected));
    if (world.catalog.messages.size() == 1) CHECK(world.any() == (row.expected == Reason::due));
  }
}

}  // namespace

TEST_CASE("each reason by itself") {
  check({
      {"due", Reason::due, [](World&) {}},
      {"no condition", Reason::due, [](World& w) { w.m().when.reset(); }},
      {"malformed", Reason::malformed, [](World& w) { w.m().fault = Message::Fault::malformed; }},
      {"over a limit", Reason::over_limit, [](World& w) { w.m().fault = Message::Fault::over_limit; }},
      {"withdrawn", Reason::withdrawn,
       [](World& w) {
         w.catalog.withdrawn = {{"m", true}};
       }},
      {"another one withdrawn", Reason::due,
       [](World& w) {
         w.catalog.withdrawn = {{"n", true}, {"l", false}};
       }},
      {"false", Reason::condition, [](World& w) { w.condition(Truth::no); }},
      {"unknown", Reason::unknown, [](World& w) { w.condition(Truth::unknown); }},
      {"not a member", Reason::not_audience, [](World& w) { w.facts.is_member = false; }},
      {"for all, but not a member", Reason::not_audience,
       [](World& w) {
         w.m().when.reset();
         w.m().audience_all = true;
         w.facts.is_member = false;
       }},
      {"no room", Reason::held_back, [](World& w) { w.rules.max_notices = 0; }},
      {"critical needs no room", Reason::due,
       [](World& w) {
         w.rules.max_notices = 0;
         w.m().severity = Severity::critical;
       }},
      {"superseded", Reason::superseded, [](World& w) { w.supersede(); }},
  });
}

TEST_CASE("until it is resolved: back once, a week before its day") {
  constexpr std::int64_t kDay = 86'400, kActBy = 100 * kDay, kBack = 93 * kDay;
  struct Row {
    std::string_view name;
    Reason reason;
    std::int64_t decided, now;
    bool has_act_by, is_true;
  };
  const Row rows[] = {
      {"a second before it is back", Reason::acknowledged, 50 * kDay, kBack - 1, true, true},
      {"back", Reason::due, 50 * kDay, kBack, true, true},
      {"on the day itself", Reason::due, 50 * kDay, kActBy, true, true},
      {"back, but resolved here", Reason::condition, 50 * kDay, kBack, true, false},
      {"acknowledged again", Reason::acknowledged, kBack, kBack + kDay, true, true},
      {"acknowledged within the week only", Reason::acknowledged, kBack + 2 * kDay, kActBy + kDay, true,
       true},
      {"acknowledged by a clock far ahead", Reason::due, kActBy + 900 * kDay, kBack + kDay, true, true},
      {"without a day to act by it never comes back", Reason::acknowledged, 50 * kDay, kActBy, false, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    World w;
    w.m().until = Until::resolved;
    w.m().not_before.reset();
    w.m().expires = instant_at(1000 * kDay);
    if (row.has_act_by) w.m().act_by = instant_at(kActBy);
    w.condition(row.is_true ? Truth::yes : Truth::no);
    w.decide(Kind::acknowledged, 1);
    w.decisions.back().when = instant_at(row.decided);
    w.now = instant_at(row.now);
    CHECK(w.reason() == row.reason);
  }
}

TEST_CASE("time: from not-before on, until just before expires") {
  check({
      {"a second early", Reason::not_yet, [](World& w) { w.now = instant_at(999); }},
      {"at not-before", Reason::due, [](World& w) { w.now = instant_at(1000); }},
      {"the last second", Reason::due, [](World& w) { w.now = instant_at(1999); }},
      {"at expires", Reason::expired, [](World& w) { w.now = instant_at(2000); }},
      {"long after", Reason::expired, [](World& w) { w.now = instant_at(1 << 30); }},
      {"no not-before, long ago", Reason::due,
       [](World& w) {
         w.m().not_before.reset();
         w.now = instant_at(-5000);
       }},
      {"no not-before, expired", Reason::expired,
       [](World& w) {
         w.m().not_before.reset();
         w.now = instant_at(2000);
       }},
      {"act-by is not the end", Reason::due, [](World& w) { w.m().act_by = instant_at(1200); }},
  });
}

TEST_CASE("a decision on revision r stands iff r >= renotify-from") {
  const auto message = [](std::uint32_t revision, std::uint32_t renotify_from, Kind kind,
                          std::uint32_t decided) {
    return [=](World& w) {
      w.m().revision = revision;
      w.m().renotify_from = renotify_from;
      w.decide(kind, decided, 1800);
    };
  };
  check({
      {"acknowledged", Reason::acknowledged, message(1, 1, Kind::acknowledged, 1)},
      {"an older revision that stands", Reason::acknowledged, message(5, 1, Kind::acknowledged, 1)},
      {"exactly renotify-from", Reason::acknowledged, message(5, 3, Kind::acknowledged, 3)},
      {"just below renotify-from", Reason::due, message(5, 3, Kind::acknowledged, 2)},
      {"shown anew", Reason::due, message(2, 2, Kind::acknowledged, 1)},
      {"a revision of a later catalog", Reason::acknowledged, message(2, 2, Kind::acknowledged, 9)},
      {"put off", Reason::put_off, message(1, 1, Kind::put_off, 1)},
      {"put off, shown anew", Reason::due, message(2, 2, Kind::put_off, 1)},
      {"the highest of several counts", Reason::acknowledged,
       [](World& w) {
         w.m().revision = w.m().renotify_from = 3;
         w.decide(Kind::acknowledged, 1);
         w.decide(Kind::acknowledged, 3);
         w.decide(Kind::acknowledged, 2);
       }},
      {"somebody else's id", Reason::due, [](World& w) { w.decide(Kind::acknowledged, 1, 0, "M"); }},
  });
}

TEST_CASE("put off until an instant") {
  check({
      {"the second before", Reason::put_off, [](World& w) { w.decide(Kind::put_off, 1, 1501); }},
      {"at that instant", Reason::due, [](World& w) { w.decide(Kind::put_off, 1, 1500); }},
      {"over", Reason::due, [](World& w) { w.decide(Kind::put_off, 1, 1499); }},
      {"for a week", Reason::put_off, [](World& w) { w.decide(Kind::put_off, 1, 1500 + 604'800); }},
      {"for longer than anybody can: the clock was set back since", Reason::due,
       [](World& w) { w.decide(Kind::put_off, 1, 1500 + 604'801); }},
      {"without an instant: in doubt it is shown", Reason::due,
       [](World& w) {
         w.decide(Kind::put_off, 1, 1600);
         w.decisions.back().until.reset();
       }},
      {"acknowledged after it was put off", Reason::acknowledged,
       [](World& w) {
         w.decide(Kind::put_off, 1, 1600);
         w.decide(Kind::acknowledged, 1);
       }},
  });
}

TEST_CASE("policy's least severity, critical always") {
  const auto with = [](Severity severity, Severity minimum) {
    return [=](World& w) {
      w.m().severity = severity;
      w.rules.minimum_severity = minimum;
    };
  };
  check({
      {"info of info", Reason::due, with(Severity::info, Severity::info)},
      {"info of warning", Reason::severity_policy, with(Severity::info, Severity::warning)},
      {"warning of warning", Reason::due, with(Severity::warning, Severity::warning)},
      {"info of critical", Reason::severity_policy, with(Severity::info, Severity::critical)},
      {"warning of critical", Reason::severity_policy, with(Severity::warning, Severity::critical)},
      {"critical of critical", Reason::due, with(Severity::critical, Severity::critical)},
  });
}

TEST_CASE("whether this is a management server") {
  const auto host = [](bool has_host, Truth is_host, Truth when, bool show) {
    return [=](World& w) {
      w.catalog.detect.has_host = has_host;
      w.facts.is_host = is_host;
      w.condition(when);
      w.m().show_when_unknown = show;
    };
  };
  check({
      {"it is", Reason::due, host(true, Truth::yes, Truth::yes, false)},
      {"it is not", Reason::not_here, host(true, Truth::no, Truth::yes, false)},
      {"it is not, whatever when-unknown says", Reason::not_here,
       host(true, Truth::no, Truth::unknown, true)},
      {"the catalog does not ask", Reason::due, host(false, Truth::no, Truth::yes, false)},
      {"unknown", Reason::unknown, host(true, Truth::unknown, Truth::yes, false)},
      {"unknown, to be shown", Reason::due, host(true, Truth::unknown, Truth::yes, true)},
      {"unknown, but the condition is false", Reason::condition, host(true, Truth::unknown, Truth::no, true)},
      {"yes, the condition unknown, to be shown", Reason::due, host(true, Truth::yes, Truth::unknown, true)},
      {"yes, the condition false, to be shown", Reason::condition, host(true, Truth::yes, Truth::no, true)},
  });
}

// Everything that is wrong at once, undone step by step: the reasons come out in their order of precedence.
TEST_CASE("precedence") {
  World world;
  world.catalog.withdrawn = {{"m", false}};
  world.catalog.detect.has_host = true;
  world.facts.is_host = Truth::no;
  world.supersede();
  world.decide(Kind::acknowledged, 1);
  world.decide(Kind::put_off, 1, 9000);
  world.rules = {Severity::warning, 0};
  world.catalog.messages.back().severity = Severity::warning;
  world.condition(Truth::no);
  Message& message = world.m();
  message.fault = Message::Fault::malformed;
  const std::vector<Row> steps = {
      {"malformed", Reason::malformed, [](World&) {}},
      {"over limit", Reason::over_limit, [](World& w) { w.m().fault = Message::Fault::over_limit; }},
      {"withdrawn", Reason::withdrawn, [](World& w) { w.m().fault = Message::Fault::none; }},
      {"not here", Reason::not_here, [](World& w) { w.catalog.withdrawn.clear(); }},
      {"not yet", Reason::not_yet,
       [](World& w) {
         w.facts.is_host = Truth::unknown;
         w.now = instant_at(500);
         w.m().expires = instant_at(400);
       }},
      {"expired", Reason::expired, [](World& w) { w.now = instant_at(1500); }},
      {"superseded", Reason::superseded,
       [](World& w) {
         w.m().expires = instant_at(2000);
         w.facts.is_host = Truth::yes;
       }},
      {"acknowledged", Reason::acknowledged, [](World& w) { w.catalog.messages.back().supersedes.clear(); }},
      {"severity", Reason::severity_policy, [](World& w) { w.decisions.erase(w.decisions.begin()); }},
      {"put off", Reason::put_off, [](World& w) { w.rules.minimum_severity = Severity::info; }},
      {"condition", Reason::condition,
       [](World& w) {
         w.decisions.clear();
         w.facts.is_member = false;
       }},
      {"unknown", Reason::unknown, [](World& w) { w.condition(Truth::unknown); }},
      {"not audience", Reason::not_audience, [](World& w) { w.condition(Truth::yes); }},
      {"held back", Reason::held_back, [](World& w) { w.facts.is_member = true; }},
      {"due", Reason::due, [](World& w) { w.rules.max_notices = 5; }},
  };
  for (const auto& step : steps) {
    CAPTURE(step.name);
    step.change(world);
    CHECK(reason_name(world.reason()) == reason_name(step.expected));
  }
}

TEST_CASE("reasons are named in the order of precedence") {
  const std::string_view names[] = {"malformed", "over-limit", "withdrawn",    "not-here",        "not-yet",
                                    "expired",   "superseded", "acknowledged", "severity-policy", "put-off",
                                    "condition", "unknown",    "not-audience", "held-back",       "due"};
  for (std::size_t i = 0; i < std::size(names); ++i) CHECK(reason_name(static_cast<Reason>(i)) == names[i]);
}

TEST_CASE(
    "a verdict for every message in document order, each fact asked for at most once where it can be told") {
  World world;
  world.catalog.detect.has_host = true;
  for (int i = 0; i < 20; ++i) world.catalog.messages.push_back(build::message_when("x", Truth::yes));
  const auto verdicts =
      evaluate(world.catalog, world.facts, world.now, world.locales, Decisions(world.decisions), world.rules);
  REQUIRE(verdicts.size() == 21);
  for (std::size_t i = 0; i < verdicts.size(); ++i) CHECK(verdicts[i].message == &world.catalog.messages[i]);
  CHECK(world.facts.host_calls == 1);
  CHECK(world.facts.member_calls == 1);
  CHECK(world.facts.component_calls == 21);
}

TEST_CASE("an empty catalog") {
  World world;
  world.catalog.messages.clear();
  CHECK(evaluate(world.catalog, world.facts, world.now, world.locales, Decisions(), world.rules).empty());
  CHECK(!world.any());
  CHECK(world.facts.calls() == 0);
}

}  // namespace tocsin
