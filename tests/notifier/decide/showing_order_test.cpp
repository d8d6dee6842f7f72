// The order of showing and what waits for the next time.
#include <doctest/doctest.h>

#include <string>

#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

struct Spec {
  std::string_view id;
  Severity severity;
  std::int64_t act_by;  // 0: none
};

constexpr auto kInfo = Severity::info;
constexpr auto kWarning = Severity::warning;
constexpr auto kCritical = Severity::critical;

Catalog catalog_of(const std::vector<Spec>& specs) {
  Catalog catalog;
  for (const auto& spec : specs) {
    catalog.messages.push_back(build::message(spec.id));
    catalog.messages.back().severity = spec.severity;
    if (spec.act_by != 0) catalog.messages.back().act_by = instant_at(spec.act_by);
  }
  return catalog;
}

std::vector<Verdict> verdicts(const Catalog& catalog, std::uint32_t max) {
  ScriptedFacts facts;
  return evaluate(catalog, facts, instant_at(1500), {}, {}, ShowRules{kInfo, max});
}

std::string shown(const Catalog& catalog, std::uint32_t max) {
  std::string ids;
  for (const auto* message : in_order(verdicts(catalog, max))) ids += message->id;
  return ids;
}

}  // namespace

TEST_CASE("critical first, then act-by, then document order") {
  const struct {
    std::string_view name;
    std::vector<Spec> specs;
    std::string_view order;
  } rows[] = {
      {"document order", {{"a", kInfo, 0}, {"b", kInfo, 0}, {"c", kInfo, 0}}, "abc"},
      {"act-by before none", {{"a", kInfo, 0}, {"b", kInfo, 1900}}, "ba"},
      {"the earlier act-by", {{"a", kInfo, 1900}, {"b", kInfo, 1800}}, "ba"},
      {"critical before an earlier act-by", {{"a", kInfo, 1600}, {"b", kCritical, 1900}}, "ba"},
      {"critical without act-by", {{"a", kInfo, 1600}, {"b", kCritical, 0}, {"c", kCritical, 1900}}, "cba"},
      {"warning is not before info",
       {{"a", kInfo, 1700}, {"b", kWarning, 1800}, {"c", kWarning, 1700}},
       "acb"},
      {"an act-by that has passed", {{"a", kWarning, 1900}, {"b", kInfo, 1}}, "ba"},
      {"nothing", {}, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(shown(catalog_of(row.specs), 99) == row.order);
  }
}

TEST_CASE("critical ones always come, the rest fills up") {
  const std::vector<Spec> mixed = {{"a", kInfo, 0},        {"B", kCritical, 1900}, {"c", kWarning, 1700},
                                   {"D", kCritical, 1800}, {"e", kInfo, 1600},     {"F", kCritical, 0}};
  const std::string_view expected[] = {"DBF", "DBF", "DBF", "DBF", "DBFe", "DBFec", "DBFeca", "DBFeca"};
  for (std::uint32_t max = 0; max < std::size(expected); ++max) {
    CAPTURE(max);
    CHECK(shown(catalog_of(mixed), max) == expected[max]);
  }
}

TEST_CASE("who is held back says so, and in_order leaves all others out") {
  const auto all = verdicts(catalog_of({{"a", kInfo, 0}, {"b", kInfo, 1600}, {"c", kInfo, 0}}), 2);
  CHECK(all[0].reason == Reason::due);
  CHECK(all[1].reason == Reason::due);
  CHECK(all[2].reason == Reason::held_back);
  CHECK(in_order({}).empty());
}

TEST_CASE("4,096 notices due: five are shown, critical ones all") {
  Catalog catalog;
  std::vector<std::string> ids;
  for (int i = 0; i < 4096; ++i) ids.push_back("n" + std::to_string(i));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    catalog.messages.push_back(build::message(ids[i]));
    if (i % 1024 == 7) catalog.messages.back().severity = kCritical;
  }
  CHECK(in_order(verdicts(catalog, 5)).size() == 5);
  const auto none = in_order(verdicts(catalog, 0));
  CHECK(none.size() == 4);
  for (const auto* message : none) CHECK(message->severity == kCritical);
}

}  // namespace tocsin
