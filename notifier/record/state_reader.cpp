// Reads state.db for the gate, with as few system calls as a consistent read needs.
#include "notifier/record/state_reader.h"

#include <algorithm>

#include "notifier/record/decision_row.h"
#include "notifier/record/sqlite.h"
#include "notifier/record/state_file.h"
#include "notifier/record/state_schema.h"

namespace tocsin {
namespace {

// Short: if a writer is slower than this, the gate starts the dialog, which is needed anyway.
constexpr int kBusyTimeoutMs = 250;

Failure unfit(std::string detail) {
  return fail(Code::io, "state.read", std::move(detail), std::string(kDamaged));
}

// SQLite's file format, section 1.3: bytes 18 and 19 are 1 with a rollback journal (a WAL file would make
// SQLite create one here), bytes 60 to 63 are user_version.
Result<void> check_header(const FileHeader& header) {
  if (header[18] != 1 || header[19] != 1) return unfit("not in rollback journal mode");
  const std::uint32_t version = std::uint32_t{header[60]} << 24 | std::uint32_t{header[61]} << 16 |
                                std::uint32_t{header[62]} << 8 | std::uint32_t{header[63]};
  if (version != kStateVersion) return unfit("version " + std::to_string(version));
  return {};
}

/// A writer was interrupted before its first transaction: no decision was ever recorded.
bool is_blank(const FileHeader& header) {
  return std::ranges::all_of(header, [](auto byte) { return byte == 0; });
}

Result<Database> open_for_gate(const std::string& path) {
  auto database = Database::open(path, Database::Mode::read_only, kBusyTimeoutMs);
  if (database) return database;
  if (is_absence(database.error().system)) database.error().code = Code::not_found;
  return database;
}

Result<Decisions> read_decisions(Database& database) {
  std::vector<Decision> rows;
  bool sound = true;
  TRY(database.each(kSelectDecisions, [&](const Statement& row) {
    auto decision = read_decision(row);
    sound = sound && decision.has_value();
    if (decision) rows.push_back(std::move(*decision));
  }));
  if (!sound) return unfit("a decision does not match its checksum");
  return Decisions(std::move(rows));
}

Result<std::optional<Instant>> read_next_attempt(Database& database) {
  std::optional<Instant> next;
  TRY(database.each("SELECT min(next_attempt) FROM outbox WHERE state = 'queued'",
                    [&next](const Statement& row) {
                      if (!row.is_null(0)) next = instant_at(row.integer(0));
                    }));
  return next;
}

Result<bool> was_recorded(Database& database, std::string_view message, std::string_view what) {
  bool found = false;
  TRY(database.each(
      "SELECT 1 FROM history WHERE message = ?1 AND what = ?2 LIMIT 1",
      [&found](const Statement&) { found = true; }, message, what));
  return found;
}

/// A sound file of this version, open for reading. Errors: not_found where nothing was ever written.
Result<Database> open_sound(const std::string& path) {
  // Opening a fifo would wait for a writer.
  TRY(identify_state_file(path));
  auto database = TRY(open_for_gate(path));
  const auto header = TRY(database.header());
  if (is_blank(header)) return fail(Code::not_found, "state.read", "created, but never written");
  TRY(check_header(header));
  return database;
}

}  // namespace

Result<GateState> read_gate_state(const std::string& path) {
  auto database = TRY(open_sound(path));
  // This keeps the shared lock of the first read to the end. Both tables are of the same moment, and the file
  // is locked and its journal looked for once instead of three times. Reading takes no other lock.
  TRY(database.run("PRAGMA locking_mode = EXCLUSIVE"));
  auto decisions = TRY(read_decisions(database));
  const auto next = TRY(read_next_attempt(database));
  return GateState{std::move(decisions), next};
}

Result<bool> any_withdrawal_to_tell(const std::string& path, std::span<const std::string_view> ids) {
  auto database = open_sound(path);
  if (!database) {
    return database.error().code == Code::not_found ? Result<bool>(false) : Failure(database.error());
  }
  for (const std::string_view id : ids) {
    if (!TRY(was_recorded(*database, id, "displayed"))) continue;
    if (!TRY(was_recorded(*database, id, kToldWithdrawn))) return true;
  }
  return false;
}

}  // namespace tocsin
