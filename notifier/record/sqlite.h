// SQLite's handles as owned types, and its codes as ours.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "schema/core/result.h"

namespace tocsin {

/// `rule` of an Error: the file is not a sound database of ours.
inline constexpr std::string_view kDamaged = "DAMAGED";

/// The code is unavailable (locked), internal (memory, misuse) or io (any fault of the file; rule DAMAGED if
/// it is corrupt).
[[nodiscard]] Error sqlite_error(sqlite3* handle, int sqlite_code, std::string operation);

/// A prepared statement. Parameters count from 1, columns from 0, as in SQLite.
class Statement {
 public:
  [[nodiscard]] static Result<Statement> prepare(sqlite3* handle, std::string_view sql);

  void bind(int index, std::int64_t value);
  void bind(int index, std::uint32_t value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::uint64_t value);  // bit for bit: SQLite's integers are signed
  void bind(int index, std::string_view value);
  void bind(int index, std::optional<std::int64_t> value);

  /// Binds a value of any type from a row of another statement.
  void bind_column(int index, const Statement& row, int column);

  /// True while there is a row. An error of a bind is reported here.
  [[nodiscard]] Result<bool> step();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] bool is_integer(int column) const;
  [[nodiscard]] bool is_text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  // until the next step

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void note(int sqlite_code);
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_code_ = SQLITE_OK;
};

/// SQLite's file format, section 1.3.
using FileHeader = std::array<unsigned char, 100>;

/// One connection, for one thread.
class Database {
 public:
  enum class Mode : std::uint8_t { read_only, read_write };
  /// Never creates the file.
  [[nodiscard]] static Result<Database> open(const std::string& path, Mode mode, int busy_timeout_ms);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  /// The first bytes of the file, read through SQLite's own handle: opening and closing the file once more
  /// would drop SQLite's locks. Zeros where the file is shorter.
  [[nodiscard]] Result<FileHeader> header() const;
  /// The number of rows that the last statement changed.
  [[nodiscard]] std::uint32_t changes() const;

  /// Runs one statement to its end; rows are ignored.
  template <typename... Values>
  [[nodiscard]] Result<void> run(std::string_view sql, const Values&... values);
  /// Calls `on_row(const Statement&)` for each row.
  template <typename OnRow, typename... Values>
  [[nodiscard]] Result<void> each(std::string_view sql, OnRow on_row, const Values&... values);
  /// The first column of the first row. Errors: internal when there is no row.
  [[nodiscard]] Result<std::int64_t> number(std::string_view sql);

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3, Close> handle_;
};

/// Rolled back unless committed.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

template <typename OnRow, typename... Values>
Result<void> Database::each(std::string_view sql, OnRow on_row, const Values&... values) {
  auto statement = TRY(Statement::prepare(handle(), sql));
  int index = 0;
  (statement.bind(++index, values), ...);
  while (TRY(statement.step())) on_row(std::as_const(statement));
  return {};
}

template <typename... Values>
Result<void> Database::run(std::string_view sql, const Values&... values) {
  return each(
      sql, [](const Statement&) {}, values...);
}

}  // namespace tocsin
