// A damaged state.db: set aside, never deleted, and rebuilt from the rows that can still be read. What cannot
// be read is lost, so that a notice is shown again; nothing is guessed. Layer: notifier/record.
#include <array>
#include <chrono>
#include <thread>

#include "notifier/record/decision_row.h"
#include "notifier/record/state_schema.h"
#include "notifier/record/store_connection.h"
#include "schema/platform/clock.h"
#include "schema/platform/file_lock.h"

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

// A row that the fresh tables' constraints refuse is left behind with the damaged file.
Result<void> keep_row(Database& fresh, const Salvaged& table, const Statement& row) {
  std::string sql =
      "INSERT OR IGNORE INTO " + std::string(table.table) + "(" + std::string(table.columns) + ") VALUES(?";
  for (int column = 1; column < table.count; ++column) sql += ",?";
  auto insert = Statement::prepare(fresh.handle(), sql + ")");
  if (!insert) return Failure(insert.error());
  for (int column = 0; column < table.count; ++column) insert->bind_column(column + 1, row, column);
  const auto done = insert->step();
  if (done) return {};
  return done.error().code == Code::internal ? Result<void>{} : Failure(done.error());
}

// Reads from one end until the end or the damage. True: everything was read.
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
    if (const auto kept = keep_row(fresh, table, *rows); !kept) return Failure(kept.error());
    table.kept += fresh.changes();
  }
}

Result<void> salvage_table(Database& old, Database& fresh, Salvaged& table) {
  const auto whole = salvage_from(old, fresh, table, "ASC");
  if (!whole) return Failure(whole.error());
  if (*whole) return {};
  const auto rest = salvage_from(old, fresh, table, "DESC");
  if (!rest) return Failure(rest.error());
  return {};
}

Result<std::array<Salvaged, 3>> salvage(const std::string& path, Database& fresh) {
  auto tables = salvaged_tables();
  auto old = Database::open(path, Database::Mode::read_only, kWriterBusyTimeoutMs);
  if (!old) return tables;
  auto transaction = Transaction::begin(fresh);
  if (!transaction) return Failure(transaction.error());
  for (Salvaged& table : tables) {
    if (const auto done = salvage_table(*old, fresh, table); !done) return Failure(done.error());
  }
  if (const auto done = transaction->commit(); !done) return Failure(done.error());
  return tables;
}

Result<std::array<Salvaged, 3>> rebuild(const std::string& path) {
  const std::string beside = rebuilding_path(path);
  for (const std::string& leftover : {beside, beside + "-journal"}) {
    if (const auto removed = remove_leftover(leftover); !removed) return Failure(removed.error());
  }
  if (const auto created = create_state_file(beside); !created) return Failure(created.error());
  auto fresh = Database::open(beside, Database::Mode::read_write, kWriterBusyTimeoutMs);
  if (!fresh) return Failure(fresh.error());
  for (const auto step :
       {+[](Database& database) { return database.run("PRAGMA synchronous = EXTRA"); }, +migrate_state}) {
    if (const auto done = step(*fresh); !done) return Failure(done.error());
  }
  return salvage(path, *fresh);
}

std::string compact_time(Instant now) {
  std::string text = format_instant(now);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// A name that is free, so that no earlier damaged file is overwritten.
std::string damaged_path(const std::string& path) {
  const std::string base = path + ".damaged-" + compact_time(system_now());
  std::string name = base;
  for (int n = 2; identify_state_file(name).has_value(); ++n) name = base + "-" + std::to_string(n);
  return name;
}

Result<void> swap_in(const std::string& path, const std::string& aside) {
  // 1. The journal first: beside the rebuilt file it would be rolled back into it.
  auto journal = move_state_file(path + "-journal", aside + "-journal");
  if (!journal && journal.error().code != Code::not_found) return journal;
  // 2. A crash after this step leaves no state.db; finish_repair then does step 3.
  if (auto moved = move_state_file(path, aside); !moved) return moved;
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
  auto lock = take_repair_lock(path);
  if (!lock) return Failure(lock.error());
  const auto by_now = open_checked(path);
  if (by_now) return std::string();
  if (by_now.error().rule != kDamaged) return Failure(by_now.error());
  const auto tables = rebuild(path);
  if (!tables) return Failure(tables.error());
  const std::string aside = damaged_path(path);
  if (const auto swapped = swap_in(path, aside); !swapped) return Failure(swapped.error());
  return sentence(aside, reason, *tables);
}

Result<void> finish_repair(const std::string& path) {
  const std::string beside = rebuilding_path(path);
  const auto present = identify_state_file(path);
  if (present || present.error().code != Code::not_found || !identify_state_file(beside)) return {};
  auto lock = take_repair_lock(path);
  if (!lock) return Failure(lock.error());
  const auto by_now = identify_state_file(path);
  if (by_now || by_now.error().code != Code::not_found) return {};
  auto moved = move_state_file(beside, path);
  if (!moved && moved.error().code != Code::not_found) return moved;
  return {};
}

}  // namespace tocsin
