// Decisions and history: every method of the Store that is not about receipts.
#include "notifier/record/store.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

TEST_CASE("a new file is empty, and its folders are made") {
  ScratchFolder scratch;
  const std::string path = scratch.file("deep/er/state.db");
  auto store = Store::open(path);
  REQUIRE(store.has_value());
  CHECK(store->repaired().empty());
  CHECK(store->decisions()->rows().empty());
  CHECK(store->history()->empty());
  CHECK(store->outbox()->empty());
}

TEST_CASE("a decision comes back whole, in another connection") {
  ScratchFolder scratch;
  struct Row {
    std::string_view name;
    Decision decision;
  };
  Decision largest = acknowledgement("largest", std::numeric_limits<std::uint32_t>::max());
  largest.release.serial = std::numeric_limits<std::uint64_t>::max();
  largest.release.epoch = std::numeric_limits<std::uint32_t>::max();
  const Row rows[] = {{"acknowledged", acknowledgement("av95", 2)},
                      {"put off", put_off("av95-next", 1'700'086'400)},
                      {"unsigned numbers to their ends", largest},
                      {"before 1970", put_off("early", -1)}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    auto writer = Store::open(scratch.db());
    CHECK(writer->record(row.decision, history_row(row.decision.message, "acknowledged"), {}).has_value());
    const auto read = Store::open(scratch.db())->decisions();
    const Decision* found = read->find(row.decision.message, row.decision.kind);
    CHECK(found != nullptr);
    if (found != nullptr) CHECK(same(*found, row.decision));
  }
}

TEST_CASE("the same decision again moves its time and stays one row") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  Decision decision = put_off("av95", 100);
  CHECK(store->record(decision, history_row("av95", "put-off"), {}).has_value());
  decision.until = Instant{200};
  decision.when = Instant{1'700'000'500};
  CHECK(store->record(decision, history_row("av95", "put-off"), {}).has_value());
  CHECK(store->decisions()->rows().size() == 1);
  CHECK(same(store->decisions()->rows().front(), decision));
  CHECK(store->history()->size() == 2);
}

TEST_CASE("put off and acknowledged stand side by side, the highest revision is seen") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->record(put_off("av95", 100), history_row("av95", "put-off"), {}).has_value());
  CHECK(store->record(acknowledgement("av95", 1), history_row("av95", "acknowledged"), {}).has_value());
  CHECK(store->record(acknowledgement("av95", 3), history_row("av95", "acknowledged"), {}).has_value());
  const auto decisions = store->decisions();
  CHECK(decisions->rows().size() == 3);  // each acknowledgement is judged alone
  CHECK(decisions->find("av95", Decision::Kind::acknowledged)->revision == 3);
  CHECK(decisions->find("av95", Decision::Kind::put_off) != nullptr);
  CHECK(decisions->find("av96", Decision::Kind::put_off) == nullptr);
}

TEST_CASE("displayed counts once a message and revision") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->record_displayed(history_row("av95", "displayed"), queued("r1")).has_value());
  CHECK(store->record_displayed(history_row("av95", "displayed"), queued("r2")).has_value());
  CHECK(store->history()->size() == 1);
  CHECK(store->outbox()->size() == 1);
  CHECK(store->outbox()->front().id == "r1");
  CHECK(store->record_displayed(history_row("av95", "displayed", 2), queued("r3")).has_value());
  CHECK(store->history()->size() == 2);
  CHECK(store->outbox()->size() == 2);
  CHECK(store->decisions()->rows().empty());
}

TEST_CASE("history keeps what was shown, oldest first") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  HistoryRow later = history_row("b", "acknowledged");
  later.when = Instant{1'700'000'900};
  CHECK(store->record(acknowledgement("b"), later, {}).has_value());
  HistoryRow first = history_row("a", "displayed", 4);
  first.title =
      "R\xc3\xbc"
      "ckzug 'quoted'; --";
  CHECK(store->record_displayed(first, {}).has_value());
  const auto history = *store->history();
  CHECK(history.size() == 2);
  CHECK(history[0].message == "a");
  CHECK(history[0].revision == 4);
  CHECK(history[0].what == "displayed");
  CHECK(history[0].title == first.title);
  CHECK(history[0].locale == "de");
  CHECK(history[0].release == Position{2, 7});
  CHECK(history[1].message == "b");
  CHECK(history[1].when == later.when);
}

TEST_CASE("two connections take turns") {
  ScratchFolder scratch;
  auto one = Store::open(scratch.db());
  auto other = Store::open(scratch.db());
  for (int n = 0; n < 10; ++n) {
    const std::string id = "m" + std::to_string(n);
    CHECK((n % 2 == 0 ? one : other)
              ->record(acknowledgement(id), history_row(id, "acknowledged"), {})
              .has_value());
  }
  CHECK(one->decisions()->rows().size() == 10);
  CHECK(other->decisions()->rows().size() == 10);
}
