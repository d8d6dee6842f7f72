// Which row of several counts, and finding it.
#include <doctest/doctest.h>

#include "notifier/decide/decisions.h"

namespace tocsin {
namespace {

using Kind = Decision::Kind;

Decision row(std::string message, std::uint32_t revision, Kind kind, std::int64_t when) {
  Decision decision;
  decision.message = std::move(message);
  decision.revision = revision;
  decision.kind = kind;
  decision.when = instant_at(when);
  return decision;
}

}  // namespace

TEST_CASE("every row of an id and kind stays: the highest revision first, of these the latest") {
  const Decisions decisions({row("b", 1, Kind::acknowledged, 10), row("a", 2, Kind::put_off, 5),
                             row("b", 3, Kind::acknowledged, 7), row("b", 3, Kind::acknowledged, 9),
                             row("a", 1, Kind::put_off, 99), row("a", 1, Kind::acknowledged, 1)});
  CHECK(decisions.of("a", Kind::acknowledged).size() == 1);
  const auto put_off = decisions.of("a", Kind::put_off);
  REQUIRE(put_off.size() == 2);
  CHECK(put_off[0].revision == 2);
  CHECK(put_off[1].revision == 1);
  const auto acknowledged = decisions.of("b", Kind::acknowledged);
  REQUIRE(acknowledged.size() == 3);
  CHECK(acknowledged[0].when == instant_at(9));
  CHECK(acknowledged[1].when == instant_at(7));
  CHECK(acknowledged[2].revision == 1);
  CHECK(decisions.of("b", Kind::put_off).empty());
  CHECK(decisions.of("aa", Kind::put_off).empty());
}

TEST_CASE("find") {
  const Decisions decisions({row("b", 1, Kind::acknowledged, 1), row("d", 1, Kind::put_off, 2)});
  const struct {
    std::string_view name, message;
    Kind kind;
    bool found;
  } rows[] = {
      {"there", "b", Kind::acknowledged, true},      {"there, put off", "d", Kind::put_off, true},
      {"the other kind", "b", Kind::put_off, false}, {"the other kind too", "d", Kind::acknowledged, false},
      {"before all", "a", Kind::put_off, false},     {"between", "c", Kind::acknowledged, false},
      {"after all", "e", Kind::acknowledged, false}, {"case counts", "B", Kind::acknowledged, false},
      {"no id", "", Kind::acknowledged, false},
  };
  for (const auto& r : rows) {
    CAPTURE(r.name);
    const auto* found = decisions.find(r.message, r.kind);
    CHECK((found != nullptr) == r.found);
    if (found != nullptr) CHECK(found->message == r.message);
  }
  CHECK(Decisions().find("b", Kind::acknowledged) == nullptr);
}

}  // namespace tocsin
