// Opening state.db and what belongs to no single table. Layer: notifier/record.
#include "notifier/record/store.h"

#include "notifier/record/decision_row.h"
#include "notifier/record/state_schema.h"
#include "notifier/record/store_connection.h"

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
    if (auto ran = database.run(sql); !ran) return ran;
  }
  return {};
}

// Bytes 18 and 19 say which versions of SQLite may write and read the file: 1 or 2 (WAL, which configure()
// ends). With any other number SQLite would call the file read-only for ever.
Result<void> check_header(Database& database) {
  const auto header = database.header();
  if (!header) return Failure(header.error());
  const bool is_empty = *header == FileHeader{};
  const auto is_known = [](unsigned char version) { return version == 1 || version == 2; };
  if (!is_empty && !(is_known((*header)[18]) && is_known((*header)[19])))
    return damaged("the file's format number");
  return {};
}

Result<void> check_version(Database& database) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return Failure(version.error());
  if (*version > kStateVersion || *version < 0) {
    return fail(Code::io, "state.open", "written by a newer version (" + std::to_string(*version) + ")");
  }
  if (*version > 0) return {};
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return Failure(tables.error());
  if (*tables == 0) return {};
  const auto ours = database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'decisions'");
  if (!ours) return Failure(ours.error());
  if (*ours > 0) return damaged("the version number is gone");
  return fail(Code::io, "state.open", "the database of another program");
}

// The whole check, indexes included: the file is small, and a wrong index would let a decision be recorded
// twice.
Result<void> check_integrity(Database& database) {
  std::string verdict;
  auto checked = database.each("PRAGMA integrity_check(1)",
                               [&verdict](const Statement& row) { verdict = std::string(row.text(0)); });
  if (!checked) return checked;
  if (verdict != "ok") return damaged(verdict);
  return {};
}

Result<void> check_contents(Database& database) {
  const auto ours = has_state_schema(database);
  if (!ours) return Failure(ours.error());
  if (!*ours) return damaged("the tables are not ours");
  bool sound = true;
  auto read = database.each(
      kSelectDecisions, [&sound](const Statement& row) { sound = sound && read_decision(row).has_value(); });
  if (!read) return read;
  if (!sound) return damaged("a decision does not match its checksum");
  return {};
}

Result<void> check_all(Database& database) {
  for (const auto step :
       {check_header, configure, check_version, check_integrity, migrate_state, check_contents}) {
    if (auto done = step(database); !done) return done;
  }
  return {};
}

}  // namespace

Result<CheckedState> open_checked(const std::string& path) {
  const auto identity = identify_state_file(path);
  if (!identity) return Failure(identity.error());
  auto database = Database::open(path, Database::Mode::read_write, kWriterBusyTimeoutMs);
  if (!database) return Failure(database.error());
  if (const auto checked = check_all(*database); !checked) return Failure(checked.error());
  return CheckedState{std::move(*database), *identity};
}

Result<Store::Connection> Store::Connection::open(const std::string& path) {
  if (const auto finished = finish_repair(path); !finished) return Failure(finished.error());
  if (const auto created = create_state_file(path); !created) return Failure(created.error());
  auto state = open_checked(path);
  if (state) return Connection{path, std::move(*state), {}};
  if (state.error().rule != kDamaged) return Failure(state.error());
  const auto repaired = repair_state(path, state.error().detail);
  if (!repaired) return Failure(repaired.error());
  auto again = open_checked(path);
  if (!again) return Failure(again.error());
  return Connection{path, std::move(*again), *repaired};
}

Result<void> Store::Connection::ensure_current() {
  const auto identity = identify_state_file(path);
  if (identity && *identity == state.identity) return {};
  if (!identity && identity.error().code != Code::not_found) return Failure(identity.error());
  auto again = open(path);
  if (!again) return Failure(again.error());
  if (again->repaired.empty()) again->repaired = repaired;
  *this = std::move(*again);
  return {};
}

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path) {
  auto connection = Connection::open(path);
  if (!connection) return Failure(connection.error());
  return Store(std::make_unique<Connection>(std::move(*connection)));
}

const std::string& Store::repaired() const {
  return connection_->repaired;
}

Result<void> Store::record(const Decision& decision, const HistoryRow& history,
                           const std::optional<OutboxRow>& receipt) {
  return connection_->write([&](Database& database) -> Result<void> {
    if (auto done = insert_decision(database, decision); !done) return done;
    if (auto done = insert_history(database, history); !done) return done;
    return receipt ? insert_new_receipt(database, *receipt) : Result<void>{};
  });
}

Result<void> Store::record_displayed(const HistoryRow& history, const std::optional<OutboxRow>& receipt) {
  return connection_->write([&](Database& database) -> Result<void> {
    if (auto done = insert_history(database, history); !done) return done;
    if (database.changes() == 0) return {};  // displayed before
    return receipt ? insert_new_receipt(database, *receipt) : Result<void>{};
  });
}

}  // namespace tocsin
