// Repairs a damaged state.db: sets it aside, never deletes it, and rebuilds it from the rows that can still
// be read. If a decision cannot be read, its notice is shown again.
#include "notifier/record/store_repair.h"

#include <array>
#include <chrono>
#include <thread>

#include "notifier/record/decision_row.h"
#include "notifier/record/state_schema.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

struct Salvaged {
  std::string_view table;
  std::string_view columns;
  int count;  // of the columns, rowid among them
  std::int64_t kept = 0;
};

std::array<Salvaged, 3> salvaged_tables() {
  return {{{"decisions", "message, revision, kind, decided, until, epoch, serial, seal, rowid", 9},
           {"outbox",
            "id, body, message, revision, outcome, attempts, refusals, created, next_attempt, state, "
            "last_error, rowid",
            12},
           {"history", "message, revision, what, at, epoch, serial, title, locale, receipt, rowid", 10}}};
}

std::string rebuilding_path(const std::string& path) {
  return path + ".rebuilding";
}

Result<FileLock> take_repair_lock(const std::string& path) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kWriterBusyTimeoutMs);
  for (;;) {
    auto lock = FileLock::try_take(path + ".lock");
    if (lock || lock.error().code != Code::conflict) return lock;
    if (std::chrono::steady_clock::now() >= deadline) {
      return fail(Code::unavailable, "state.repair", "another program repairs the file");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool is_worth_keeping(const Salvaged& table, const Statement& row) {
  return table.table != "decisions" || read_decision(row).has_value();
}

// A row that violates a constraint of the fresh tables stays in the damaged file only.
Result<void> keep_row(Database& fresh, const Salvaged& table, const Statement& row) {
  std::string sql =
      "INSERT OR IGNORE INTO " + std::string(table.table) + "(" + std::string(table.columns) + ") VALUES(?";
  for (int column = 1; column < table.count; ++column) sql += ",?";
  auto insert = TRY(Statement::prepare(fresh.handle(), sql + ")"));
  for (int column = 0; column < table.count; ++column) insert.bind_column(column + 1, row, column);
  const auto done = insert.step();
  if (done) return {};
  return done.error().code == Code::internal ? Result<void>{} : Failure(done.error());
}

// Copies rows in one direction, up to the damage. True: all rows were read.
Result<bool> salvage_from(Database& old, Database& fresh, Salvaged& table, std::string_view order) {
  auto rows = Statement::prepare(old.handle(), "SELECT " + std::string(table.columns) + " FROM " +
                                                   std::string(table.table) + " NOT INDEXED ORDER BY rowid " +
                                                   std::string(order));
  if (!rows) return false;
  for (;;) {
    const auto row = rows->step();
    if (!row) return false;
    if (!*row) return true;
    if (!is_worth_keeping(table, *rows)) continue;
    TRY(keep_row(fresh, table, *rows));
    table.kept += fresh.changes();
  }
}

Result<void> salvage_table(Database& old, Database& fresh, Salvaged& table) {
  const auto whole = TRY(salvage_from(old, fresh, table, "ASC"));
  if (whole) return {};
  TRY(salvage_from(old, fresh, table, "DESC"));
  return {};
}

Result<std::array<Salvaged, 3>> salvage(const std::string& path, Database& fresh) {
  auto tables = salvaged_tables();
  auto old = Database::open(path, Database::Mode::read_only, kWriterBusyTimeoutMs);
  if (!old) return tables;
  auto transaction = TRY(Transaction::begin(fresh));
  for (Salvaged& table : tables) {
    TRY(salvage_table(*old, fresh, table));
  }
  TRY(transaction.commit());
  return tables;
}

Result<std::array<Salvaged, 3>> rebuild(const std::string& path) {
  const std::string beside = rebuilding_path(path);
  for (const std::string& leftover : {beside, beside + "-journal"}) {
    TRY(remove_leftover(leftover));
  }
  TRY(create_state_file(beside));
  auto fresh = TRY(Database::open(beside, Database::Mode::read_write, kWriterBusyTimeoutMs));
  for (const auto step :
       {+[](Database& database) { return database.run("PRAGMA synchronous = EXTRA"); }, +migrate_state}) {
    TRY(step(fresh));
  }
  return salvage(path, fresh);
}

std::string compact_time(Instant now) {
  std::string text = format_instant(now);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// A free name, so that an earlier damaged file is not overwritten.
std::string damaged_path(const std::string& path) {
  const std::string base = path + ".damaged-" + compact_time(system_now());
  std::string name = base;
  for (int n = 2; identify_state_file(name).has_value(); ++n) name = base + "-" + std::to_string(n);
  return name;
}

Result<void> swap_in(const std::string& path, const std::string& aside) {
  // 1. The journal first: otherwise SQLite would roll it back into the rebuilt file.
  auto journal = move_state_file(path + "-journal", aside + "-journal");
  if (!journal && journal.error().code != Code::not_found) return journal;
  // 2. A crash after this step leaves no state.db; finish_repair then does step 3.
  TRY(move_state_file(path, aside));
  // 3.
  return move_state_file(rebuilding_path(path), path);
}

std::string sentence(const std::string& aside, const std::string& reason,
                     const std::array<Salvaged, 3>& tables) {
  std::string text = "damaged (" + reason + "), set aside as " + aside + "; kept";
  for (const Salvaged& table : tables) {
    text += " " + std::to_string(table.kept) + " of " + std::string(table.table) + ",";
  }
  text.pop_back();
  return text;
}

}  // namespace

Result<std::string> repair_state(const std::string& path, const std::string& reason) {
  const auto lock = TRY(take_repair_lock(path));
  const auto by_now = open_checked(path);
  if (by_now) return std::string();
  if (by_now.error().rule != kDamaged) return fail(by_now.error());
  const auto tables = TRY_IN(rebuild(path), "rebuilding the damaged state.db");
  const std::string aside = damaged_path(path);
  TRY_IN(swap_in(path, aside), "replacing the damaged state.db");
  return sentence(aside, reason, tables);
}

Result<void> finish_repair(const std::string& path) {
  const std::string beside = rebuilding_path(path);
  const auto present = identify_state_file(path);
  if (present || present.error().code != Code::not_found || !identify_state_file(beside)) return {};
  const auto lock = TRY(take_repair_lock(path));
  const auto by_now = identify_state_file(path);
  if (by_now || by_now.error().code != Code::not_found) return {};
  auto moved = move_state_file(beside, path);
  if (!moved && moved.error().code != Code::not_found) return moved;
  return {};
}

}  // namespace tocsin
