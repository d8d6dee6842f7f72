// What the Store's files share: the open connection and its transactions. Layer: notifier/record.
#pragma once

#include <memory>
#include <string>

#include "notifier/record/sqlite.h"
#include "notifier/record/state_file.h"
#include "notifier/record/store.h"

namespace tocsin {

inline constexpr int kWriterBusyTimeoutMs = 5000;

/// A sound, current state.db, opened and checked.
/// Errors: as Store; rule DAMAGED when it must be repaired first.
struct CheckedState {
  Database database;
  FileIdentity identity;
};
[[nodiscard]] Result<CheckedState> open_checked(const std::string& path);

/// Sets the damaged file aside and puts a rebuilt one in its place; does nothing when another program has
/// done so by now. Shape: the sentence for Store::repaired.
[[nodiscard]] Result<std::string> repair_state(const std::string& path, const std::string& reason);

/// Finishes a repair that was cut off between its two renames.
[[nodiscard]] Result<void> finish_repair(const std::string& path);

struct Store::Connection {
  std::string path;
  CheckedState state;
  std::string repaired;

  [[nodiscard]] static Result<Connection> open(const std::string& path);

  /// Opens again when the file at the path is no longer the one that was opened: what is written must be
  /// found again.
  [[nodiscard]] Result<void> ensure_current();

  /// Runs `body(Database&)` in one transaction that is durable when this returns.
  template <typename Body>
  [[nodiscard]] Result<void> write(Body body);
  /// Runs one query.
  template <typename OnRow>
  [[nodiscard]] Result<void> read(std::string_view sql, OnRow on_row);
};

template <typename Body>
Result<void> Store::Connection::write(Body body) {
  if (auto current = ensure_current(); !current) return current;
  auto transaction = Transaction::begin(state.database);
  if (!transaction) return Failure(transaction.error());
  if (Result<void> done = body(state.database); !done) return done;
  return transaction->commit();
}

template <typename OnRow>
Result<void> Store::Connection::read(std::string_view sql, OnRow on_row) {
  if (auto current = ensure_current(); !current) return current;
  return state.database.each(sql, on_row);
}

/// Parts of one transaction, each over one table.
[[nodiscard]] Result<void> insert_decision(Database& database, const Decision& decision);
[[nodiscard]] Result<void> insert_history(Database& database, const HistoryRow& row);
/// Nothing when this id is queued or parked already.
[[nodiscard]] Result<void> insert_receipt(Database& database, const OutboxRow& row);
/// As insert_receipt, and nothing when this id was delivered before.
[[nodiscard]] Result<void> insert_new_receipt(Database& database, const OutboxRow& row);

}  // namespace tocsin
