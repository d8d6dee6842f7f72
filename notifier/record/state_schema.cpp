// The tables of state.db, and the migration from each older version.
#include "notifier/record/state_schema.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tocsin {
namespace {

// `seal` is a checksum of the row (decision_row.h). Times are seconds since 1970; serial holds an unsigned
// number bit for bit.
constexpr std::string_view kDecisions =
    "CREATE TABLE decisions(message TEXT NOT NULL, revision INTEGER NOT NULL, kind TEXT NOT NULL"
    " CHECK(kind IN ('acknowledged','put-off')), decided INTEGER NOT NULL, until INTEGER, epoch INTEGER NOT "
    "NULL,"
    " serial INTEGER NOT NULL, seal INTEGER NOT NULL, PRIMARY KEY(message, revision, kind)) STRICT";

constexpr std::string_view kOutbox =
    "CREATE TABLE outbox(id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, message TEXT NOT NULL,"
    " revision INTEGER NOT NULL, outcome TEXT NOT NULL, attempts INTEGER NOT NULL, refusals INTEGER NOT NULL,"
    " created INTEGER NOT NULL, next_attempt INTEGER NOT NULL, state TEXT NOT NULL"
    " CHECK(state IN ('queued','parked')), last_error TEXT NOT NULL) STRICT";

constexpr std::string_view kHistory1 =
    "CREATE TABLE history(message TEXT NOT NULL, revision INTEGER NOT NULL, what TEXT NOT NULL, at INTEGER "
    "NOT NULL,"
    " epoch INTEGER NOT NULL, serial INTEGER NOT NULL, title TEXT NOT NULL, locale TEXT NOT NULL) STRICT";

// Version 2 adds the id of a delivered receipt, so that the same act is not queued again.
constexpr std::string_view kHistory2 =
    "CREATE TABLE history(message TEXT NOT NULL, revision INTEGER NOT NULL, what TEXT NOT NULL, at INTEGER "
    "NOT NULL,"
    " epoch INTEGER NOT NULL, serial INTEGER NOT NULL, title TEXT NOT NULL, locale TEXT NOT NULL, receipt "
    "TEXT) STRICT";

constexpr std::string_view kDisplayedOnce =
    "CREATE UNIQUE INDEX displayed_once ON history(message, revision) WHERE what = 'displayed'";

// Version 2: the gate looks for the earliest receipt at every logon, and must not read the bodies for that.
constexpr std::string_view kQueuedByTime =
    "CREATE INDEX queued_by_time ON outbox(next_attempt) WHERE state = 'queued'";

constexpr std::array kSchema1 = {kDecisions, kOutbox, kHistory1, kDisplayedOnce};
constexpr std::array kSchema2 = {kDecisions, kOutbox, kHistory2, kDisplayedOnce, kQueuedByTime};

struct Migration {
  std::int64_t from;
  std::string_view sql;
};
constexpr std::array kMigrations = {Migration{1, "ALTER TABLE history ADD COLUMN receipt TEXT"},
                                    Migration{1, kQueuedByTime}};

Result<void> run_all(Database& database, std::span<const std::string_view> statements) {
  for (const std::string_view sql : statements) {
    TRY(database.run(sql));
  }
  return {};
}

Result<void> apply_steps(Database& database, std::int64_t version) {
  if (version == 0) return run_all(database, kSchema2);
  for (const Migration& migration : kMigrations) {
    if (migration.from < version) continue;
    TRY(database.run(migration.sql));
  }
  return {};
}

}  // namespace

std::span<const std::string_view> state_schema() {
  return kSchema2;
}
std::span<const std::string_view> state_schema_1() {
  return kSchema1;
}

Result<void> migrate_state(Database& database) {
  auto transaction = TRY(Transaction::begin(database));
  // Read inside the transaction: another program may have migrated the file meanwhile.
  const auto version = TRY(database.number("PRAGMA user_version"));
  if (version == kStateVersion) return {};
  if (version > kStateVersion || version < 0) {
    return fail(Code::io, "state.open", "written by a newer version (" + std::to_string(version) + ")");
  }
  TRY(apply_steps(database, version));
  TRY(database.run("PRAGMA user_version = " + std::to_string(kStateVersion)));
  return transaction.commit();
}

Result<bool> has_state_schema(Database& database) {
  std::vector<std::string> found;
  TRY(database.each("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL",
                    [&found](const Statement& row) { found.emplace_back(row.text(0)); }));
  const auto wanted = state_schema();
  return std::is_permutation(found.begin(), found.end(), wanted.begin(), wanted.end());
}

}  // namespace tocsin
