// A blocking connection to one store, for the subcommands.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schema/core/result.h"

struct pg_conn;

namespace tocsin::intake {

using Row = std::vector<std::optional<std::string>>;  // NULL is nothing

class Database {
 public:
  /// Errors: unavailable.
  [[nodiscard]] static Result<Database> open(const std::string& connection_string);

  /// One statement with bound texts, or several without any. Errors: conflict for a lock that was not free in
  /// time, internal for all else, with the server's words.
  [[nodiscard]] Result<std::vector<Row>> run(const std::string& sql,
                                             const std::vector<std::optional<std::string>>& values = {});
  /// The rows one by one, so that memory does not grow.
  [[nodiscard]] Result<void> stream(const std::string& sql,
                                    const std::vector<std::optional<std::string>>& values,
                                    const std::function<void(const Row&)>& take);

 private:
  struct Closer {
    void operator()(pg_conn* connection) const;
  };
  explicit Database(pg_conn* connection) : connection_(connection) {}
  std::unique_ptr<pg_conn, Closer> connection_;
};

/// The text of version 1, 2, ... of the schema (packaging/intake/sql).
[[nodiscard]] const std::vector<std::string>& schema_versions();

/// "{\"a\",\"b\"}": an array as PostgreSQL reads it.
[[nodiscard]] std::string array_text(const std::vector<std::string>& elements);

}  // namespace tocsin::intake
