// Receipts on their way: each transition, and the caps.
#include <doctest/doctest.h>

#include "notifier/record/sqlite.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

constexpr std::int64_t kDay = 86'400;

// Writes many rows in one transaction, by SQL: the Store would flush the disk for each.
void insert_receipts(const std::string& path, int count, int (*created)(int n)) {
  auto database = Database::open(path, Database::Mode::read_write, 0);
  auto transaction = Transaction::begin(*database);
  for (int n = 0; n < count; ++n) {
    const OutboxRow row = queued("r" + std::to_string(n), created(n));
    CHECK(database
              ->run("INSERT INTO outbox(id, body, message, revision, outcome, attempts, refusals, created,"
                    " next_attempt, state, last_error) VALUES(?1, ?2, ?3, 1, ?4, 0, 0, ?5, ?5, 'queued', '')",
                    std::string_view(row.id), std::string_view(row.body), std::string_view(row.message),
                    std::string_view(row.outcome), seconds_of(row.created))
              .has_value());
  }
  CHECK(transaction->commit().has_value());
}

std::vector<std::string> whats(Store& store) {
  std::vector<std::string> names;
  const auto history = store.history();
  for (const HistoryRow& row : *history) names.push_back(row.what);
  return names;
}

}  // namespace

TEST_CASE("a receipt comes back whole") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  OutboxRow row = queued("r1");
  row.revision = 4;
  row.attempts = 3;
  row.refusals = 2;
  row.next_attempt = instant_at(1'700'000'777);
  row.last_error = "HTTP 503";
  CHECK(store->queue(row).has_value());
  const OutboxRow read = store->outbox()->front();
  CHECK(read.id == row.id);
  CHECK(read.body == row.body);
  CHECK(read.message == row.message);
  CHECK(read.revision == 4);
  CHECK(read.outcome == row.outcome);
  CHECK(read.attempts == 3);
  CHECK(read.refusals == 2);
  CHECK(read.created == row.created);
  CHECK(read.next_attempt == row.next_attempt);
  CHECK(read.state == OutboxRow::State::queued);
  CHECK(read.last_error == "HTTP 503");
}

TEST_CASE("the same receipt id is queued once, and not again after its delivery") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(
      store->record(acknowledgement("av95"), history_row("av95", "acknowledged"), queued("r1")).has_value());
  CHECK(
      store->record(acknowledgement("av95"), history_row("av95", "acknowledged"), queued("r1")).has_value());
  CHECK(store->outbox()->size() == 1);
  CHECK(store->delivered("r1", instant_at(1'700'000'100)).has_value());
  CHECK(store->outbox()->empty());
  CHECK(
      store->record(acknowledgement("av95"), history_row("av95", "acknowledged"), queued("r1")).has_value());
  CHECK(store->outbox()->empty());
  // `receipts test` is asked for: it goes out each time.
  CHECK(store->queue(queued("r1")).has_value());
  CHECK(store->outbox()->size() == 1);
}

TEST_CASE("delivered leaves the outbox and enters the history beside its act") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(
      store->record(acknowledgement("av95"), history_row("av95", "acknowledged"), queued("r1")).has_value());
  CHECK(store->delivered("r1", instant_at(1'700'000'100)).has_value());
  const auto history = *store->history();
  CHECK(history.size() == 2);
  CHECK(history.back().what == "delivered");
  CHECK(history.back().when == instant_at(1'700'000'100));
  CHECK(history.back().title == "Title of av95");
  CHECK(history.back().release == Position{2, 7});
  // A second sender that was told the same changes nothing.
  CHECK(store->delivered("r1", instant_at(1'700'000'200)).has_value());
  CHECK(store->delivered("never", instant_at(1'700'000'200)).has_value());
  CHECK(store->history()->size() == 2);
}

TEST_CASE("postponed counts attempts and refusals") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(queued("r1")).has_value());
  CHECK(store->postponed("r1", instant_at(1'700'000'030), false, "HTTP 503").has_value());
  CHECK(store->postponed("r1", instant_at(1'700'086'400), true, "HTTP 410").has_value());
  const OutboxRow row = store->outbox()->front();
  CHECK(row.attempts == 2);
  CHECK(row.refusals == 1);
  CHECK(row.next_attempt == instant_at(1'700'086'400));
  CHECK(row.last_error == "HTTP 410");
  CHECK(row.state == OutboxRow::State::queued);
  CHECK(store->history()->empty());
}

TEST_CASE("parked stays, is told once, and moves no more") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(queued("r1")).has_value());
  CHECK(store->parked("r1", "HTTP 410").has_value());
  CHECK(store->parked("r1", "HTTP 410").has_value());
  CHECK(store->postponed("r1", instant_at(1), false, "late").has_value());
  const OutboxRow row = store->outbox()->front();
  CHECK(row.state == OutboxRow::State::parked);
  CHECK(row.last_error == "HTTP 410");
  CHECK(row.attempts == 1);
  CHECK(whats(*store) == std::vector<std::string>{"parked"});
  // `receipts test` sends it once more by hand: a delivery counts all the same.
  CHECK(store->delivered("r1", instant_at(4'000'000'000)).has_value());
  CHECK(whats(*store) == std::vector<std::string>{"parked", "delivered"});
}

TEST_CASE("drop_queued takes queued rows only") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(queued("r1")).has_value());
  CHECK(store->queue(queued("r2")).has_value());
  CHECK(store->queue(queued("r3")).has_value());
  CHECK(store->parked("r3", "HTTP 410").has_value());
  CHECK(*store->drop_queued() == 2);
  CHECK(*store->drop_queued() == 0);
  CHECK(store->outbox()->size() == 1);
  CHECK(store->outbox()->front().id == "r3");
}

TEST_CASE("outbox is in order of the next attempt") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  for (const int at : {30, 10, 20}) CHECK(store->queue(queued("r" + std::to_string(at), at)).has_value());
  const auto rows = *store->outbox();
  CHECK(rows[0].id == "r10");
  CHECK(rows[1].id == "r20");
  CHECK(rows[2].id == "r30");
}

TEST_CASE("kept 400 days") {
  struct Row {
    std::string_view name;
    std::int64_t age;
    std::uint32_t dropped;
  };
  const Row rows[] = {{"new", 0, 0},
                      {"created in the future: the clock was set back", -kDay, 0},
                      {"400 days to the second", 400 * kDay, 0},
                      {"a second more", 400 * kDay + 1, 1},
                      {"ten years", 3650 * kDay, 1}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    auto store = Store::open(scratch.db());
    CHECK(store->queue(queued("r1", 2'000'000'000 - row.age)).has_value());
    CHECK(*store->expire(instant_at(2'000'000'000)) == row.dropped);
    CHECK(store->outbox()->size() == 1 - row.dropped);
  }
}

TEST_CASE("kept 1,000 rows, the oldest go") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  // The last one queued is the oldest: age goes by creation, not by place in the file.
  insert_receipts(scratch.db(), 1003, [](int n) { return n == 1002 ? 1 : 1'000 + n; });
  CHECK(*store->expire(instant_at(2'000)) == 3);
  const auto rows = *store->outbox();
  CHECK(rows.size() == 1000);
  CHECK(rows.front().id == "r2");
  CHECK(rows.back().id == "r1001");
  CHECK(*store->expire(instant_at(2'000)) == 0);
}
