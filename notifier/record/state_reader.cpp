// The gate's view of state.db: read-only, as few system calls as a consistent read needs. Layer:
// notifier/record.
#include "notifier/record/state_reader.h"

#include <algorithm>

#include "notifier/record/decision_row.h"
#include "notifier/record/sqlite.h"
#include "notifier/record/state_file.h"
#include "notifier/record/state_schema.h"

namespace tocsin {
namespace {

// Short: a writer that is slower than this has something to show or to send anyway.
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

/// A writer was stopped before its first transaction: nothing was ever decided.
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
  const auto read = database.each(kSelectDecisions, [&](const Statement& row) {
    auto decision = read_decision(row);
    sound = sound && decision.has_value();
    if (decision) rows.push_back(std::move(*decision));
  });
  if (!read) return Failure(read.error());
  if (!sound) return unfit("a decision does not match its checksum");
  return Decisions(std::move(rows));
}

Result<std::optional<Instant>> read_next_attempt(Database& database) {
  std::optional<Instant> next;
  const auto read = database.each("SELECT min(next_attempt) FROM outbox WHERE state = 'queued'",
                                  [&next](const Statement& row) {
                                    if (!row.is_null(0)) next = Instant{row.integer(0)};
                                  });
  if (!read) return Failure(read.error());
  return next;
}

Result<bool> was_recorded(Database& database, std::string_view message, std::string_view what) {
  bool found = false;
  const auto read = database.each(
      "SELECT 1 FROM history WHERE message = ?1 AND what = ?2 LIMIT 1",
      [&found](const Statement&) { found = true; }, message, what);
  if (!read) return Failure(read.error());
  return found;
}

/// A sound file of this version, open for reading. Errors: not_found where nothing was ever written.
Result<Database> open_sound(const std::string& path) {
  // Opening a fifo would wait for whoever writes to it.
  if (const auto lone = identify_state_file(path); !lone) return Failure(lone.error());
  auto database = open_for_gate(path);
  if (!database) return database;
  const auto header = database->header();
  if (!header) return Failure(header.error());
  if (is_blank(*header)) return fail(Code::not_found, "state.read", "created, but never written");
  if (const auto fit = check_header(*header); !fit) return Failure(fit.error());
  return database;
}

}  // namespace

Result<GateState> read_gate_state(const std::string& path) {
  auto database = open_sound(path);
  if (!database) return Failure(database.error());
  // The shared lock of the first read is then kept to the end: both tables are of the same moment, and the
  // file is locked and its journal looked for once instead of three times. Reading takes no other lock.
  if (const auto held = database->run("PRAGMA locking_mode = EXCLUSIVE"); !held) return Failure(held.error());
  auto decisions = read_decisions(*database);
  if (!decisions) return Failure(decisions.error());
  const auto next = read_next_attempt(*database);
  if (!next) return Failure(next.error());
  return GateState{std::move(*decisions), *next};
}

Result<bool> any_withdrawal_to_tell(const std::string& path, std::span<const std::string_view> ids) {
  auto database = open_sound(path);
  if (!database) {
    return database.error().code == Code::not_found ? Result<bool>(false) : Failure(database.error());
  }
  for (const std::string_view id : ids) {
    const auto shown = was_recorded(*database, id, "displayed");
    const auto told = shown && *shown ? was_recorded(*database, id, kToldWithdrawn) : Result<bool>(true);
    if (!shown || !told) return Failure(shown ? told.error() : shown.error());
    if (!*told) return true;
  }
  return false;
}

}  // namespace tocsin
