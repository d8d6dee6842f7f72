// Over random catalogs: the verdicts are those of the rule written down naively, and the gate agrees.
#include <doctest/doctest.h>

#include <algorithm>

#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/random_catalog.h"

namespace tocsin {
namespace {

constexpr unsigned kWorlds = 1500;

/// schema/README.md, "Deciding", as it is worded, without a thought for cost.
class Naive {
 public:
  Naive(const Catalog& catalog, ScriptedFacts facts, Instant now, std::vector<std::string> locales,
        const Decisions& decisions, ShowRules rules)
      : catalog_(catalog),
        facts_(std::move(facts)),
        now_(now),
        locales_(std::move(locales)),
        decisions_(decisions),
        rules_(rules) {
    reach();
  }

  Reason reason(const Message& m) {
    const Reason own = own_reason(m);
    const bool retired =
        std::any_of(catalog_.messages.begin(), catalog_.messages.end(),
                    [&](const Message& by) { return names(by, m) && !in_cycle(by, m) && retires(by); });
    return retired && own > Reason::superseded ? Reason::superseded : own;
  }

 private:
  static std::size_t number(std::string_view id) { return std::stoul(std::string(id.substr(1))); }
  static bool names(const Message& by, const Message& m) {
    return by.fault == Message::Fault::none &&
           std::find(by.supersedes.begin(), by.supersedes.end(), m.id) != by.supersedes.end();
  }
  bool in_cycle(const Message& a, const Message& b) const { return reaches_[number(b.id)][number(a.id)]; }

  void reach() {
    const std::size_t n = catalog_.messages.size();
    reaches_.assign(n, std::vector<bool>(n, false));
    for (std::size_t i = 0; i < n; ++i) {
      reaches_[i][i] = true;
      for (std::size_t j = 0; j < n; ++j) {
        if (names(catalog_.messages[i], catalog_.messages[j])) reaches_[i][j] = true;
      }
    }
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          if (reaches_[i][k] && reaches_[k][j]) reaches_[i][j] = true;
        }
      }
    }
  }

  std::vector<Decision> decided(const Message& m, Decision::Kind kind) const {
    std::vector<Decision> rows;
    for (const Decision& row : decisions_.rows()) {
      if (row.message == m.id && row.kind == kind && row.revision >= m.renotify_from) rows.push_back(row);
    }
    return rows;
  }
  bool stands_acknowledged(const Message& m) const {
    for (const Decision& row : decided(m, Decision::Kind::acknowledged)) {
      if (m.until == Until::acknowledged || !m.act_by) return true;
      const std::int64_t back = seconds_of(*m.act_by) - 7 * 24 * 60 * 60;
      if (seconds_of(now_) < back) return true;
      if (seconds_of(row.when) >= back && seconds_of(row.when) <= seconds_of(now_)) return true;
    }
    return false;
  }
  bool withdrawn(const Message& m) const { return catalog_.is_withdrawn(m.id); }

  Reason own_reason(const Message& m) {
    const Truth host = catalog_.detect.has_host ? facts_.is_host : Truth::yes;
    const bool critical = m.severity == Severity::critical;
    if (m.fault != Message::Fault::none) {
      return m.fault == Message::Fault::malformed ? Reason::malformed : Reason::over_limit;
    }
    if (withdrawn(m)) return Reason::withdrawn;
    if (host == Truth::no) return Reason::not_here;
    if (m.not_before && now_ < *m.not_before) return Reason::not_yet;
    if (now_ >= m.expires) return Reason::expired;
    if (stands_acknowledged(m)) return Reason::acknowledged;
    if (!critical && m.severity < rules_.minimum_severity) return Reason::severity_policy;
    const auto all_put_off = decided(m, Decision::Kind::put_off);
    const Decision* put_off = all_put_off.empty() ? nullptr : &all_put_off.front();
    const bool is_sound = put_off != nullptr && put_off->until && (*put_off->until - now_).count() <= 604'800;
    if (is_sound && put_off->until > now_) return Reason::put_off;
    const Truth value = std::min(host, m.when ? holds(*m.when, facts_, locales_) : Truth::yes);
    if (value == Truth::no) return Reason::condition;
    if (value == Truth::unknown && !m.show_when_unknown) return Reason::unknown;
    return facts_.is_member ? Reason::due : Reason::not_audience;
  }

  bool retires(const Message& by) {
    if (by.fault != Message::Fault::none || withdrawn(by)) return false;
    const Reason own = own_reason(by);
    return own == Reason::due || own == Reason::put_off || !decided(by, Decision::Kind::acknowledged).empty();
  }

  const Catalog& catalog_;
  ScriptedFacts facts_;
  Instant now_;
  std::vector<std::string> locales_;
  const Decisions& decisions_;
  ShowRules rules_;
  std::vector<std::vector<bool>> reaches_;
};

}  // namespace

TEST_CASE("random catalogs: the naive rule, the gate and evaluate agree") {
  std::vector<int> seen(static_cast<std::size_t>(Reason::due) + 1, 0);
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const int messages = 1 + world.below(9);
    const Catalog catalog = world.catalog(messages);
    ScriptedFacts facts = world.facts();
    const Decisions decisions = world.decisions(messages);
    const ShowRules rules = world.rules();
    const auto locales = world.locales();
    const Instant now = RandomWorld::day(world.below(7));

    const auto verdicts = evaluate(catalog, facts, now, locales, decisions, rules);
    Naive naive(catalog, facts, now, locales, decisions, rules);
    for (const auto& verdict : verdicts) {
      const Reason found = verdict.reason == Reason::held_back ? Reason::due : verdict.reason;
      CHECK(reason_name(found) == reason_name(naive.reason(*verdict.message)));
      ++seen[static_cast<std::size_t>(verdict.reason)];
    }
    const bool any = std::any_of(verdicts.begin(), verdicts.end(), [](const Verdict& v) { return v.due(); });
    ScriptedFacts anew = facts;
    CHECK(anything_due(catalog, anew, now, locales, decisions, rules) == any);
    const auto again = evaluate(catalog, facts, now, locales, decisions, rules);
    CHECK(in_order(again) == in_order(verdicts));
  }
  // A generator that never gives one of the reasons would prove nothing about it. (over-limit needs big
  // messages.)
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CAPTURE(reason_name(static_cast<Reason>(i)));
    if (static_cast<Reason>(i) != Reason::over_limit) CHECK(seen[i] > 0);
  }
}

TEST_CASE("random catalogs: what is shown is in order, and room is used up before anything is held back") {
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const int messages = 1 + world.below(12);
    const Catalog catalog = world.catalog(messages);
    ScriptedFacts facts = world.facts();
    const ShowRules rules = world.rules();
    const auto verdicts = evaluate(catalog, facts, RandomWorld::day(2), world.locales(), {}, rules);
    const auto shown = in_order(verdicts);
    for (std::size_t i = 1; i < shown.size(); ++i) {
      const bool critical_before = shown[i - 1]->severity == Severity::critical;
      const bool critical_after = shown[i]->severity == Severity::critical;
      CHECK((critical_before || !critical_after));
      if (critical_before != critical_after) continue;
      const Instant never = instant_at(INT64_MAX);
      const Instant before = shown[i - 1]->act_by.value_or(never);
      const Instant after = shown[i]->act_by.value_or(never);
      CHECK((before < after || (before == after && shown[i - 1] < shown[i])));
    }
    const bool held = std::any_of(verdicts.begin(), verdicts.end(),
                                  [](const Verdict& v) { return v.reason == Reason::held_back; });
    if (held) CHECK(shown.size() >= rules.max_notices);
  }
}

}  // namespace tocsin
