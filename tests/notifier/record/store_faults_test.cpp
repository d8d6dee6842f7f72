// Failing disks: an error that says what is wrong, never half a transaction.
#include <doctest/doctest.h>

#include "notifier/record/sqlite.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/failing_vfs.h"
#include "tests/notifier/record/one_act.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

TEST_CASE("an error at each step of recording: all or nothing, and what was promised is there") {
  const std::string base = base_file();
  struct Row {
    std::string_view name;
    Fault fault;
  };
  const Row rows[] = {{"disk full", Fault::disk_full},
                      {"one I/O error", Fault::io_error},
                      {"the disk is gone from there on", Fault::every_further_io_error}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    int failures = 0;
    int step = 1;
    for (bool fired = true; fired; ++step) {
      CAPTURE(step);
      ScratchFolder scratch;
      spill(scratch.db(), base);
      bool recorded = false;
      {
        FailingVfs vfs(step, row.fault);
        auto store = Store::open(scratch.db());
        if (store) recorded = acknowledge(*store, "new").has_value();
        fired = vfs.fired();
      }
      failures += recorded ? 0 : 1;
      const Found found = look_for(scratch.db(), "new");
      CHECK(found != Found::half);
      if (recorded) CHECK(found == Found::everything);
      CHECK(look_for(scratch.db(), "message-2") != Found::nothing);
    }
    CHECK(step > 5);
    CHECK(failures > 2);
  }
}

TEST_CASE("locked beyond the timeout is unavailable, and nothing is recorded") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  auto other = Database::open(scratch.db(), Database::Mode::read_write, 0);
  REQUIRE(other.has_value());
  CHECK(other->run("BEGIN IMMEDIATE").has_value());
  const auto recorded = acknowledge(*store, "new");
  CHECK_FALSE(recorded.has_value());
  if (!recorded) CHECK(recorded.error().code == Code::unavailable);
  CHECK(other->run("ROLLBACK").has_value());
  CHECK(look_for(scratch.db(), "new") == Found::nothing);
  CHECK(acknowledge(*store, "new").has_value());
}

TEST_CASE("a file that may not be written: rows are read, recording is an io error") {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, 3);
  }
  const std::string bytes = slurp(scratch.db());
  const FailingVfs vfs(1, Fault::read_only);  // unlike permission bits, this holds for root too
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK(store->repaired().empty());
  CHECK(store->decisions()->rows().size() == 3);
  const auto recorded = acknowledge(*store, "new");
  CHECK_FALSE(recorded.has_value());
  if (!recorded) CHECK(recorded.error().code == Code::io);
  CHECK(slurp(scratch.db()) == bytes);
}
