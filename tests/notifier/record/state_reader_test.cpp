// The gate's view: reads what the Store wrote, changes nothing, and takes every doubt for an error.
#include "notifier/record/state_reader.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "notifier/record/sqlite.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

TEST_CASE("no file, no folder: not_found, and none is made") {
  ScratchFolder scratch;
  for (const std::string& path : {scratch.db(), scratch.file("none/state.db")}) {
    CAPTURE(path);
    const auto state = read_gate_state(path);
    CHECK_FALSE(state.has_value());
    if (!state) CHECK(state.error().code == Code::not_found);
  }
  CHECK(scratch.count("") == 0);
}

TEST_CASE("a file that never held a transaction: not_found, and it stays empty") {
  ScratchFolder scratch;
  spill(scratch.db(), "");
  const auto state = read_gate_state(scratch.db());
  CHECK_FALSE(state.has_value());
  if (!state) CHECK(state.error().code == Code::not_found);
  CHECK(slurp(scratch.db()).empty());
  CHECK(scratch.count("") == 1);
}

TEST_CASE("reads decisions and the earliest queued receipt, and leaves no trace") {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    CHECK(store->record(put_off("a", 100), history_row("a", "put-off"), {}).has_value());
    CHECK(store->record(acknowledgement("b", 2), history_row("b", "acknowledged"), queued("r1", 500))
              .has_value());
    CHECK(store->queue(queued("r2", 400)).has_value());
    CHECK(store->queue(queued("r3", 300)).has_value());
    CHECK(store->parked("r3", "HTTP 410").has_value());
  }
  const std::string before = slurp(scratch.db());
  const int files = scratch.count("");
  const auto state = read_gate_state(scratch.db());
  REQUIRE(state.has_value());
  CHECK(state->decisions.rows().size() == 2);
  CHECK(same(*state->decisions.find("a", Decision::Kind::put_off), put_off("a", 100)));
  CHECK(same(*state->decisions.find("b", Decision::Kind::acknowledged), acknowledgement("b", 2)));
  CHECK(state->next_attempt == instant_at(400));
  CHECK(slurp(scratch.db()) == before);
  CHECK(scratch.count("") == files);
}

TEST_CASE("nothing queued: no next attempt") {
  ScratchFolder scratch;
  { CHECK(Store::open(scratch.db()).has_value()); }
  const auto state = read_gate_state(scratch.db());
  REQUIRE(state.has_value());
  CHECK_FALSE(state->next_attempt.has_value());
  CHECK(state->decisions.rows().empty());
}

TEST_CASE("every doubt is an error, and the file stays as it is") {
  struct Row {
    std::string_view name;
    void (*spoil)(std::string& bytes);
  };
  const Row rows[] = {
      {"no database", [](std::string& bytes) { bytes = std::string(5000, 'x'); }},
      {"half a header", [](std::string& bytes) { bytes.resize(50); }},
      {"first page only", [](std::string& bytes) { bytes.resize(4096); }},
      {"WAL: SQLite would create files beside it", [](std::string& bytes) { bytes[18] = bytes[19] = 2; }},
      {"older version", [](std::string& bytes) { bytes[63] = 1; }},
      {"newer version", [](std::string& bytes) { bytes[63] = 3; }},
      {"a decision altered",
       [](std::string& bytes) { bytes[bytes.find("message-1acknowledged") + 8] = '7'; }},
      {"a table's name altered",
       [](std::string& bytes) { bytes.replace(bytes.find("TABLE decisions"), 15, "TABLE decisionz"); }},
      {"a column's name altered",
       [](std::string& bytes) { bytes.replace(bytes.find("next_attempt INT"), 16, "next_attempz INT"); }},
  };
  std::string whole;
  {
    ScratchFolder scratch;
    auto store = Store::open(scratch.db());
    fill(*store, 3);
    whole = slurp(scratch.db());
  }
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    std::string bytes = whole;
    row.spoil(bytes);
    spill(scratch.db(), bytes);
    const auto state = read_gate_state(scratch.db());
    CHECK_FALSE(state.has_value());
    if (!state) CHECK(state.error().code != Code::not_found);
    CHECK(slurp(scratch.db()) == bytes);
    CHECK(scratch.count("") == 1);
  }
}

TEST_CASE("a withdrawn notice is to be told to whoever had it on screen, once") {
  ScratchFolder scratch;
  const std::string_view shown[] = {"never", "message-1"}, never[] = {"never"};
  CHECK(any_withdrawal_to_tell(scratch.db(), shown) == false);
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  const Instant now = instant_at(1'800'000'000);
  REQUIRE(
      store->record_displayed({"message-1", 1, "displayed", now, 1, 1, "T", "en"}, std::nullopt).has_value());
  CHECK(any_withdrawal_to_tell(scratch.db(), shown) == true);
  CHECK(any_withdrawal_to_tell(scratch.db(), never) == false);
  const Decision decision{"message-1", 1, Decision::Kind::acknowledged, now, std::nullopt, {1, 1}};
  // An acknowledgement of the notice itself is no telling.
  REQUIRE(store->record(decision, {"message-1", 1, "acknowledged", now, 1, 1, "T", "en"}, std::nullopt)
              .has_value());
  CHECK(any_withdrawal_to_tell(scratch.db(), shown) == true);
  REQUIRE(store
              ->record(decision, {"message-1", 1, std::string(kToldWithdrawn), now, 1, 1, "T", "en"},
                       std::nullopt)
              .has_value());
  CHECK(any_withdrawal_to_tell(scratch.db(), shown) == false);
  spill(scratch.db(), std::string(5000, 'x'));
  CHECK(!any_withdrawal_to_tell(scratch.db(), shown).has_value());
}

TEST_CASE("a directory in its place is an error") {
  ScratchFolder scratch;
  std::filesystem::create_directory(scratch.db());
  const auto state = read_gate_state(scratch.db());
  CHECK_FALSE(state.has_value());
  if (!state) CHECK(state.error().code != Code::not_found);
}

TEST_CASE("a hot journal is an error: rolling back is for those who may write") {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, 3);
  }
  // A transaction caught in the middle, with its changes in the file already: copy both files as they are
  // then.
  auto writer = Database::open(scratch.db(), Database::Mode::read_write, 0);
  REQUIRE(writer.has_value());
  CHECK(writer->run("PRAGMA cache_size = 1").has_value());
  CHECK(writer->run("BEGIN IMMEDIATE").has_value());
  for (int n = 0; n < 200; ++n) {
    CHECK(writer
              ->run("INSERT INTO history VALUES('x', ?1, 'put-off', 0, 0, 0, ?2, '', NULL)", std::int64_t{n},
                    std::string_view(std::string(500, 'x')))
              .has_value());
  }
  std::filesystem::create_directory(scratch.file("copy"));
  const std::string copy = scratch.file("copy/state.db");
  for (const char* part : {"", "-journal"}) spill(copy + part, slurp(scratch.db() + part));
  CHECK(writer->run("ROLLBACK").has_value());
  const std::string before = slurp(copy);
  CHECK_FALSE(read_gate_state(copy).has_value());
  CHECK(slurp(copy) == before);
  CHECK(std::filesystem::exists(copy + "-journal"));
  // The Store rolls it back, and then the gate reads.
  CHECK(Store::open(copy)->decisions()->rows().size() == 3);
  CHECK(read_gate_state(copy)->decisions.rows().size() == 3);
}

TEST_CASE("a writer in the middle does not disturb the reader, nor the other way round") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  fill(*store, 3);
  auto writer = Database::open(scratch.db(), Database::Mode::read_write, 0);
  CHECK(writer->run("BEGIN IMMEDIATE").has_value());
  CHECK(writer->run("DELETE FROM decisions").has_value());
  const auto state = read_gate_state(scratch.db());
  CHECK(state.has_value());
  if (state) CHECK(state->decisions.rows().size() == 3);
  CHECK(writer->run("COMMIT").has_value());
}

TEST_CASE("when a receipt is due") {
  struct Row {
    std::string_view name;
    std::int64_t next_attempt;
    bool due;
  };
  constexpr std::int64_t kNow = 1'000'000;
  const Row rows[] = {{"long ago", 0, true},
                      {"now", kNow, true},
                      {"in a second", kNow + 1, false},
                      {"in a day", kNow + 86'400, false},
                      {"further than any wait: the clock was set back", kNow + 86'401, true},
                      {"in 2099", 4'070'908'800, true}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_receipt_due(instant_at(row.next_attempt), instant_at(kNow)) == row.due);
  }
}
