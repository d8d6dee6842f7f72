// The Store: opening and checking state.db, and its three tables. Its repair is in store_repair.cpp.
#include "notifier/record/store.h"

#include <bit>
#include <memory>
#include <string>

#include "notifier/record/decision_row.h"
#include "notifier/record/sqlite.h"
#include "notifier/record/state_file.h"
#include "notifier/record/state_schema.h"
#include "notifier/record/store_repair.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

Failure damaged(std::string detail) {
  return fail(Code::io, "state.open", std::move(detail), std::string(kDamaged));
}

Result<void> configure(Database& database) {
  // EXTRA flushes the folder after the journal is gone: only then is a commit durable with a rollback
  // journal.
  for (const std::string_view sql :
       {"PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0", "PRAGMA temp_store = MEMORY",
        "PRAGMA synchronous = EXTRA", "PRAGMA journal_mode = DELETE"}) {
    TRY(database.run(sql));
  }
  return {};
}

// Bytes 18 and 19 of the header are the versions of SQLite needed to write and to read the file: 1, or 2 for
// WAL, which configure() ends. With any other number SQLite treats the file as read-only.
Result<void> check_header(Database& database) {
  const auto header = TRY(database.header());
  const bool is_empty = header == FileHeader{};
  const auto is_known = [](unsigned char version) { return version == 1 || version == 2; };
  if (!is_empty && !(is_known((header)[18]) && is_known((header)[19])))
    return damaged("the file's format number");
  return {};
}

Result<void> check_version(Database& database) {
  const auto version = TRY(database.number("PRAGMA user_version"));
  if (version > kStateVersion || version < 0) {
    return fail(Code::io, "state.open", "written by a newer version (" + std::to_string(version) + ")");
  }
  if (version > 0) return {};
  const auto tables = TRY(database.number("SELECT count(*) FROM sqlite_schema"));
  if (tables == 0) return {};
  const auto ours = TRY(database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'decisions'"));
  if (ours > 0) return damaged("the version number is gone");
  return fail(Code::io, "state.open", "the database of another program");
}

// The full check, including the indexes: the file is small, and with a damaged index a decision could be
// recorded twice.
Result<void> check_integrity(Database& database) {
  std::string verdict;
  TRY(database.each("PRAGMA integrity_check(1)",
                    [&verdict](const Statement& row) { verdict = std::string(row.text(0)); }));
  if (verdict != "ok") return damaged(verdict);
  return {};
}

Result<void> check_contents(Database& database) {
  const auto ours = TRY(has_state_schema(database));
  if (!ours) return damaged("the tables are not ours");
  bool sound = true;
  TRY(database.each(kSelectDecisions,
                    [&sound](const Statement& row) { sound = sound && read_decision(row).has_value(); }));
  if (!sound) return damaged("a decision does not match its checksum");
  return {};
}

Result<void> check_all(Database& database) {
  for (const auto step :
       {check_header, configure, check_version, check_integrity, migrate_state, check_contents}) {
    TRY(step(database));
  }
  return {};
}

}  // namespace

Result<CheckedState> open_checked(const std::string& path) {
  const auto identity = TRY(identify_state_file(path));
  auto database = TRY(Database::open(path, Database::Mode::read_write, kWriterBusyTimeoutMs));
  TRY(check_all(database));
  return CheckedState{std::move(database), identity};
}

struct Store::Connection {
  std::string path;
  CheckedState state;
  std::string repaired;

  [[nodiscard]] static Result<Connection> open(const std::string& path);

  /// Opens the file again if the path now leads to another file: what is recorded must be found there later.
  [[nodiscard]] Result<void> ensure_current();

  /// Runs `body(Database&)` in one transaction that is durable when this returns.
  template <typename Body>
  [[nodiscard]] Result<void> write(Body body) {
    TRY(ensure_current());
    auto transaction = TRY(Transaction::begin(state.database));
    TRY(body(state.database));
    return transaction.commit();
  }
  /// Runs one query.
  template <typename OnRow>
  [[nodiscard]] Result<void> read(std::string_view sql, OnRow on_row) {
    TRY(ensure_current());
    return state.database.each(sql, on_row);
  }
};

Result<Store::Connection> Store::Connection::open(const std::string& path) {
  TRY(finish_repair(path));
  TRY(create_state_file(path));
  auto state = open_checked(path);
  if (state) return Connection{path, std::move(*state), {}};
  if (state.error().rule != kDamaged) return fail(state.error());
  const auto repaired = TRY(repair_state(path, state.error().detail));
  auto again = TRY(open_checked(path));
  return Connection{path, std::move(again), repaired};
}

Result<void> Store::Connection::ensure_current() {
  const auto identity = identify_state_file(path);
  if (identity && *identity == state.identity) return {};
  if (!identity && identity.error().code != Code::not_found) return fail(identity.error());
  auto again = TRY(open(path));
  if (again.repaired.empty()) again.repaired = repaired;
  *this = std::move(again);
  return {};
}

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path) {
  auto connection = TRY(Connection::open(path));
  return Store(std::make_unique<Connection>(std::move(connection)));
}

const std::string& Store::repaired() const {
  return connection_->repaired;
}

// The tables. Each part of a transaction is a free function, so that several can be combined.
namespace {

constexpr Duration kKeep = std::chrono::days(400);
constexpr std::int64_t kMostRows = 1000;

OutboxRow read_receipt(const Statement& row) {
  return {.id = std::string(row.text(0)),
          .body = std::string(row.text(1)),
          .message = std::string(row.text(2)),
          .outcome = std::string(row.text(3)),
          .attempts = static_cast<std::uint32_t>(row.integer(4)),
          .refusals = static_cast<std::uint32_t>(row.integer(5)),
          .created = instant_at(row.integer(6)),
          .next_attempt = instant_at(row.integer(7)),
          .state = row.text(8) == "queued" ? OutboxRow::State::queued : OutboxRow::State::parked,
          .last_error = std::string(row.text(9)),
          .revision = static_cast<std::uint32_t>(row.integer(10))};
}

std::string_view state_name(OutboxRow::State state) {
  return state == OutboxRow::State::queued ? "queued" : "parked";
}

// Adds the end of a receipt to the history, with the title of the act that the receipt reports.
Result<void> note_end(Database& database, const std::string& id, std::string_view what, Instant when) {
  return database.run(
      "INSERT INTO history(message, revision, what, at, epoch, serial, title, locale, receipt)"
      " SELECT o.message, o.revision, ?2, ?3, coalesce(h.epoch, 0), coalesce(h.serial, 0), coalesce(h.title, "
      "''),"
      " coalesce(h.locale, ''), o.id FROM outbox o LEFT JOIN history h ON h.rowid ="
      " (SELECT max(rowid) FROM history WHERE message = o.message AND revision = o.revision AND what = "
      "o.outcome)"
      " WHERE o.id = ?1 AND (o.state = 'queued' OR ?2 = 'delivered')",
      std::string_view(id), what, seconds_of(when));
}

Result<void> insert_decision(Database& database, const Decision& decision) {
  std::optional<std::int64_t> until;
  if (decision.until) until = seconds_of(*decision.until);
  // The later act replaces the earlier one: a notice that came back was acknowledged again, and evaluation
  // uses the time of that.
  return database.run(
      "INSERT INTO decisions(message, revision, kind, decided, until, epoch, serial, seal)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(message, revision, kind) DO UPDATE SET"
      " decided = ?4, until = ?5, epoch = ?6, serial = ?7, seal = ?8",
      std::string_view(decision.message), decision.revision, decision_kind_name(decision.kind),
      seconds_of(decision.when), until, decision.release.epoch, decision.release.serial,
      decision_seal(decision));
}

Result<void> insert_history(Database& database, const HistoryRow& row) {
  // The conflict is with the index displayed_once: the first time on screen is kept.
  return database.run(
      "INSERT INTO history(message, revision, what, at, epoch, serial, title, locale)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
      std::string_view(row.message), row.revision, std::string_view(row.what), seconds_of(row.when),
      row.release.epoch, row.release.serial, std::string_view(row.title), std::string_view(row.locale));
}

// Does nothing if this id is queued or parked already.
Result<void> insert_receipt(Database& database, const OutboxRow& row) {
  return database.run(
      "INSERT INTO outbox(id, body, message, outcome, attempts, refusals, created, next_attempt, state, "
      "last_error,"
      " revision) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT(id) DO NOTHING",
      std::string_view(row.id), std::string_view(row.body), std::string_view(row.message),
      std::string_view(row.outcome), row.attempts, row.refusals, seconds_of(row.created),
      seconds_of(row.next_attempt), state_name(row.state), std::string_view(row.last_error), row.revision);
}

// As insert_receipt; also does nothing if this id was delivered before.
Result<void> insert_new_receipt(Database& database, const OutboxRow& row) {
  bool was_delivered = false;
  TRY(database.each(
      "SELECT 1 FROM history WHERE receipt = ?1 AND what = 'delivered'",
      [&was_delivered](const Statement&) { was_delivered = true; }, std::string_view(row.id)));
  return was_delivered ? Result<void>{} : insert_receipt(database, row);
}

}  // namespace

Result<void> Store::record(const Decision& decision, const HistoryRow& history,
                           const std::optional<OutboxRow>& receipt) {
  return connection_->write([&](Database& database) -> Result<void> {
    TRY(insert_decision(database, decision));
    TRY(insert_history(database, history));
    return receipt ? insert_new_receipt(database, *receipt) : Result<void>{};
  });
}

Result<void> Store::record_displayed(const HistoryRow& history, const std::optional<OutboxRow>& receipt) {
  return connection_->write([&](Database& database) -> Result<void> {
    TRY(insert_history(database, history));
    if (database.changes() == 0) return {};  // displayed before
    return receipt ? insert_new_receipt(database, *receipt) : Result<void>{};
  });
}

Result<Decisions> Store::decisions() {
  std::vector<Decision> rows;
  TRY(connection_->read(kSelectDecisions, [&rows](const Statement& row) {
    if (auto decision = read_decision(row))
      rows.push_back(std::move(*decision));  // otherwise the notice is shown again
  }));
  return Decisions(std::move(rows));
}

Result<std::vector<HistoryRow>> Store::history() {
  std::vector<HistoryRow> rows;
  TRY(connection_->read(
      "SELECT message, revision, what, at, epoch, serial, title, locale FROM history ORDER BY at, rowid",
      [&rows](const Statement& row) {
        rows.push_back({.message = std::string(row.text(0)),
                        .revision = static_cast<std::uint32_t>(row.integer(1)),
                        .what = std::string(row.text(2)),
                        .when = instant_at(row.integer(3)),
                        .release = {static_cast<std::uint32_t>(row.integer(4)),
                                    std::bit_cast<std::uint64_t>(row.integer(5))},
                        .title = std::string(row.text(6)),
                        .locale = std::string(row.text(7))});
      }));
  return rows;
}

Result<std::vector<OutboxRow>> Store::outbox() {
  std::vector<OutboxRow> rows;
  TRY(connection_->read(
      "SELECT id, body, message, outcome, attempts, refusals, created, next_attempt, state, last_error, "
      "revision"
      " FROM outbox ORDER BY next_attempt, rowid",
      [&rows](const Statement& row) { rows.push_back(read_receipt(row)); }));
  return rows;
}

Result<void> Store::queue(const OutboxRow& receipt) {
  return connection_->write([&](Database& database) { return insert_receipt(database, receipt); });
}

Result<void> Store::delivered(const std::string& id, Instant when) {
  return delivered(std::span(&id, 1), when);
}

Result<void> Store::delivered(std::span<const std::string> ids, Instant when) {
  return connection_->write([&](Database& database) -> Result<void> {
    for (const std::string& id : ids) {
      TRY(note_end(database, id, "delivered", when));
      TRY(database.run("DELETE FROM outbox WHERE id = ?1", std::string_view(id)));
    }
    return {};
  });
}

Result<void> Store::postponed(const std::string& id, Instant next_attempt, bool refused,
                              const std::string& error) {
  return connection_->write([&](Database& database) {
    return database.run(
        "UPDATE outbox SET attempts = attempts + 1, refusals = refusals + ?2, next_attempt = ?3, last_error "
        "= ?4"
        " WHERE id = ?1 AND state = 'queued'",
        std::string_view(id), std::int64_t{refused}, seconds_of(next_attempt), std::string_view(error));
  });
}

Result<void> Store::parked(const std::string& id, const std::string& error) {
  return connection_->write([&](Database& database) -> Result<void> {
    TRY(note_end(database, id, "parked", system_now()));
    return database.run(
        "UPDATE outbox SET attempts = attempts + 1, refusals = refusals + 1, state = 'parked', last_error = "
        "?2"
        " WHERE id = ?1 AND state = 'queued'",
        std::string_view(id), std::string_view(error));
  });
}

Result<std::uint32_t> Store::drop_queued() {
  std::uint32_t dropped = 0;
  const auto drop = [&dropped](Database& database) -> Result<void> {
    TRY(database.run("DELETE FROM outbox WHERE state = 'queued'"));
    dropped = database.changes();
    return {};
  };
  TRY(connection_->write(drop));
  return dropped;
}

Result<std::uint32_t> Store::expire(Instant now) {
  std::uint32_t dropped = 0;
  const auto drop = [&](Database& database) -> Result<void> {
    TRY(database.run("DELETE FROM outbox WHERE created < ?1", seconds_of(now - kKeep)));
    dropped = database.changes();
    TRY(
        database.run("DELETE FROM outbox WHERE rowid NOT IN"
                     " (SELECT rowid FROM outbox ORDER BY created DESC, rowid DESC LIMIT ?1)",
                     kMostRows));
    dropped += database.changes();
    return {};
  };
  TRY(connection_->write(drop));
  return dropped;
}

}  // namespace tocsin
