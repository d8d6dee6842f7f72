// A fresh schema and all migrations from version 1 give the same schema; data survives the way.
#include "notifier/record/state_schema.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "notifier/record/decision_row.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

Database open_empty(const std::string& path) {
  spill(path, "");
  return std::move(*Database::open(path, Database::Mode::read_write, 1000));
}

void make_version_1(Database& database) {
  for (const std::string_view sql : state_schema_1()) CHECK(database.run(sql).has_value());
  CHECK(database.run("PRAGMA user_version = 1").has_value());
}

// Names, types, constraints and texts of everything.
std::vector<std::string> dump(Database& database) {
  std::vector<std::string> lines;
  CHECK(
      database
          .each(
              "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema",
              [&](const Statement& row) { lines.emplace_back(row.text(0)); })
          .has_value());
  for (const char* table : {"decisions", "outbox", "history"}) {
    CHECK(database
              .each("SELECT cid || name || type || \"notnull\" || coalesce(dflt_value,'') || pk FROM "
                    "pragma_table_xinfo('" +
                        std::string(table) + "')",
                    [&](const Statement& row) { lines.push_back(table + std::string(row.text(0))); })
              .has_value());
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

TEST_CASE("fresh schema equals all migrations from version 1") {
  ScratchFolder scratch;
  Database fresh = open_empty(scratch.file("fresh"));
  Database migrated = open_empty(scratch.file("migrated"));
  CHECK(migrate_state(fresh).has_value());
  make_version_1(migrated);
  const auto before = dump(migrated);
  CHECK(before != dump(fresh));  // so that the comparison can fail
  CHECK(migrate_state(migrated).has_value());
  CHECK(dump(migrated) == dump(fresh));
  CHECK(*has_state_schema(fresh));
  CHECK(*has_state_schema(migrated));
  CHECK(*fresh.number("PRAGMA user_version") == kStateVersion);
  CHECK(*migrated.number("PRAGMA user_version") == kStateVersion);
}

TEST_CASE("migrating again changes nothing") {
  ScratchFolder scratch;
  Database database = open_empty(scratch.file("db"));
  CHECK(migrate_state(database).has_value());
  const auto once = dump(database);
  CHECK(migrate_state(database).has_value());
  CHECK(dump(database) == once);
}

TEST_CASE("a version 1 file with rows opens, its rows intact") {
  ScratchFolder scratch;
  {
    Database old = open_empty(scratch.db());
    make_version_1(old);
    const Decision decision = acknowledgement("av95");
    CHECK(old.run("INSERT INTO decisions VALUES('av95', 1, 'acknowledged', 1700000000, NULL, 2, 7, ?1)",
                  decision_seal(decision))
              .has_value());
    CHECK(old.run("INSERT INTO history VALUES('av95', 1, 'acknowledged', 1700000000, 2, 7, 'Title', 'de')")
              .has_value());
    CHECK(
        old.run("INSERT INTO outbox VALUES('r1', '{}', 'av95', 1, 'acknowledged', 0, 0, 5, 5, 'queued', '')")
            .has_value());
  }
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK(store->repaired().empty());
  CHECK(store->decisions()->rows().size() == 1);
  CHECK(same(store->decisions()->rows().front(), acknowledgement("av95")));
  CHECK(store->history()->front().title == "Title");
  CHECK(store->delivered("r1", instant_at(9)).has_value());
  CHECK(store->history()->size() == 2);
}

TEST_CASE("what is not exactly our schema is seen") {
  struct Row {
    std::string_view name;
    std::string_view sql;
  };
  const Row rows[] = {
      {"trigger", "CREATE TRIGGER t AFTER INSERT ON decisions BEGIN DELETE FROM outbox; END"},
      {"view", "CREATE VIEW v AS SELECT 1"},
      {"index", "CREATE INDEX i ON outbox(body)"},
      {"table", "CREATE TABLE other(x)"},
      {"column", "ALTER TABLE outbox ADD COLUMN extra TEXT"},
      {"index gone", "DROP INDEX displayed_once"},
      {"table gone", "DROP TABLE history"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    Database database = open_empty(scratch.file("db"));
    CHECK(migrate_state(database).has_value());
    CHECK(*has_state_schema(database));
    CHECK(database.run(row.sql).has_value());
    CHECK_FALSE(*has_state_schema(database));
  }
}

TEST_CASE("a newer or a foreign file is an error and is left as it is") {
  struct Row {
    std::string_view name;
    std::string_view sql;
  };
  const Row rows[] = {{"newer", "PRAGMA user_version = 3"},
                      {"much newer", "PRAGMA user_version = 2147483647"},
                      {"negative", "PRAGMA user_version = -1"},
                      {"another program's", "CREATE TABLE bookmarks(url TEXT)"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    {
      Database database = open_empty(scratch.db());
      CHECK(database.run(row.sql).has_value());
    }
    const std::string before = slurp(scratch.db());
    const auto store = Store::open(scratch.db());
    CHECK_FALSE(store.has_value());
    if (!store) CHECK(store.error().code == Code::io);
    if (!store) CHECK(store.error().rule != kDamaged);
    CHECK(slurp(scratch.db()) == before);
    CHECK(scratch.count("state.db.damaged") == 0);
  }
}
