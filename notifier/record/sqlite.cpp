// SQLite behind owned types.
#include "notifier/record/sqlite.h"

#include <bit>
#include <utility>

#include "notifier/record/state_file.h"

namespace tocsin {
namespace {

struct Meaning {
  Code code;
  std::string_view text;
  std::string_view rule;
};

Meaning meaning_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Code::unavailable, "locked by another program", {}};
    case SQLITE_FULL:
      return {Code::io, "the disk is full", {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Code::io, "the file, its folder or the disk is read-only", {}};
    case SQLITE_CANTOPEN:
      return {Code::io, "the file cannot be opened", {}};
    case SQLITE_IOERR:
      return {Code::io, "the file could not be read or written", {}};
    case SQLITE_ERROR:  // our statements are fixed: if one does not compile, the tables are not ours
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Code::io, "the file is damaged", kDamaged};
    default:
      return {Code::internal, "unexpected answer of the database", {}};
  }
}

}  // namespace

Error sqlite_error(sqlite3* handle, int sqlite_code, std::string operation) {
  const Meaning meaning = meaning_of(sqlite_code);
  Error error{.code = meaning.code,
              .operation = std::move(operation),
              .detail = std::string(meaning.text),
              .rule = std::string(meaning.rule)};
  error.detail += " (SQLite " + std::to_string(sqlite_code) + ": " + sqlite3_errstr(sqlite_code) + ")";
  if (handle == nullptr) return error;
  error.system = sqlite3_system_errno(handle);
  const char* const path = sqlite3_db_filename(handle, "main");
  const bool is_refused = (sqlite_code & 0xff) == SQLITE_READONLY || (sqlite_code & 0xff) == SQLITE_CANTOPEN;
  if (is_refused && path != nullptr && *path != '\0')
    error.detail += std::string(": ") + path + foreign_owner(path);
  return error;
}

Result<Statement> Statement::prepare(sqlite3* handle, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return fail(sqlite_error(handle, sqlite3_extended_errcode(handle), "state.prepare"));
  return Statement(statement);
}

void Statement::note(int sqlite_code) {
  if (bind_code_ == SQLITE_OK) bind_code_ = sqlite_code;
}

void Statement::bind(int index, std::int64_t value) {
  note(sqlite3_bind_int64(statement_.get(), index, value));
}

void Statement::bind(int index, std::uint64_t value) {
  bind(index, std::bit_cast<std::int64_t>(value));
}

void Statement::bind(int index, std::string_view value) {
  // An empty view can hold a null pointer, which SQLite would store as NULL.
  const char* text = value.empty() ? "" : value.data();
  note(sqlite3_bind_text64(statement_.get(), index, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, std::optional<std::int64_t> value) {
  if (value) return bind(index, *value);
  note(sqlite3_bind_null(statement_.get(), index));
}

void Statement::bind_column(int index, const Statement& row, int column) {
  note(sqlite3_bind_value(statement_.get(), index, sqlite3_column_value(row.statement_.get(), column)));
}

Result<bool> Statement::step() {
  sqlite3* handle = sqlite3_db_handle(statement_.get());
  if (bind_code_ != SQLITE_OK) return fail(sqlite_error(handle, bind_code_, "state.bind"));
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(sqlite_error(handle, sqlite3_extended_errcode(handle), "state.step"));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
}

bool Statement::is_text(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<Database> Database::open(const std::string& path, Mode mode, int busy_timeout_ms) {
  const int how = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, how | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);  // SQLite returns a handle that must be closed even when it fails
  if (code != SQLITE_OK) {
    Error error = sqlite_error(handle, sqlite3_extended_errcode(handle), "state.open");
    if (error.detail.find(path) == std::string::npos) error.detail += ": " + path + foreign_owner(path);
    return fail(std::move(error));
  }
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  // A program that can write this file must not be able to do more through it than to add wrong rows.
  if (sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) != SQLITE_OK ||
      sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr) != SQLITE_OK) {
    return fail(Code::internal, "state.open", "this SQLite lacks DEFENSIVE or TRUSTED_SCHEMA");
  }
  return database;
}

Result<FileHeader> Database::header() const {
  sqlite3_file* file = nullptr;
  FileHeader bytes{};
  int code = sqlite3_file_control(handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code == SQLITE_OK && (file == nullptr || file->pMethods == nullptr)) code = SQLITE_CANTOPEN;
  if (code == SQLITE_OK) code = file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
    return fail(sqlite_error(nullptr, code, "state.header"));
  return bytes;
}

std::uint32_t Database::changes() const {
  return static_cast<std::uint32_t>(sqlite3_changes(handle()));
}

Result<std::int64_t> Database::number(std::string_view sql) {
  auto statement = TRY(Statement::prepare(handle(), sql));
  const auto row = TRY(statement.step());
  if (!row) return fail(Code::internal, "state.number", "no row");
  return statement.integer(0);
}

Result<Transaction> Transaction::begin(Database& database) {
  // IMMEDIATE: otherwise two writers that both began by reading deadlock, whatever the busy timeout.
  TRY(database.run("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ == nullptr || sqlite3_get_autocommit(database_->handle()) != 0) return;
  static_cast<void>(database_->run("ROLLBACK"));
}

Result<void> Transaction::commit() {
  return database_->run("COMMIT");
}

}  // namespace tocsin
