#include "packaging/intake/database.h"

#include <libpq-fe.h>

namespace tocsin::intake {
namespace {

using Answer = std::unique_ptr<PGresult, void (*)(PGresult*)>;

Row row_of(const PGresult* result, int number) {
  Row row;
  for (int i = 0; i < PQnfields(result); ++i) {
    row.push_back(PQgetisnull(result, number, i) ? std::nullopt
                                                 : std::optional<std::string>(PQgetvalue(result, number, i)));
  }
  return row;
}

Failure failure_of(const PGresult* result) {
  const char* const sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string state = sqlstate ? sqlstate : "";
  const bool is_lock = state == "55P03" || state == "40P01" || state == "40001";
  const std::string why = primary ? primary : PQresultErrorMessage(result);
  return fail(is_lock ? Code::conflict : Code::internal, "intake.store", why, state);
}

std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& values) {
  std::vector<const char*> list;
  list.reserve(values.size());
  for (const auto& value : values) list.push_back(value ? value->c_str() : nullptr);
  return list;
}

}  // namespace

void Database::Closer::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

Result<Database> Database::open(const std::string& connection_string) {
  Database database(PQconnectdb((connection_string + " application_name=tocsin-intake-command").c_str()));
  pg_conn* const connection = database.connection_.get();
  if (!connection || PQstatus(connection) != CONNECTION_OK) {
    std::string why = PQerrorMessage(connection);
    while (!why.empty() && why.back() == '\n') why.pop_back();
    return fail(Code::unavailable, "intake.store", why);
  }
  PQsetNoticeReceiver(
      connection, [](void*, const PGresult*) {}, nullptr);
  return database;
}

Result<std::vector<Row>> Database::run(const std::string& sql,
                                       const std::vector<std::optional<std::string>>& values) {
  const auto list = pointers(values);
  const Answer result(values.empty()
                          ? PQexec(connection_.get(), sql.c_str())
                          : PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(list.size()),
                                         nullptr, list.data(), nullptr, nullptr, 0),
                      PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return failure_of(result.get());
  std::vector<Row> rows;
  rows.reserve(static_cast<std::size_t>(PQntuples(result.get())));
  for (int i = 0; i < PQntuples(result.get()); ++i) rows.push_back(row_of(result.get(), i));
  return rows;
}

Result<void> Database::stream(const std::string& sql, const std::vector<std::optional<std::string>>& values,
                              const std::function<void(const Row&)>& take) {
  const auto list = pointers(values);
  if (PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(list.size()), nullptr, list.data(),
                        nullptr, nullptr, 0) != 1 ||
      PQsetSingleRowMode(connection_.get()) != 1) {
    return fail(Code::unavailable, "intake.store", PQerrorMessage(connection_.get()));
  }
  Result<void> outcome;
  for (Answer result(PQgetResult(connection_.get()), PQclear); result;
       result.reset(PQgetResult(connection_.get()))) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_SINGLE_TUPLE) {
      take(row_of(result.get(), 0));
    } else if (status != PGRES_TUPLES_OK) {
      outcome = failure_of(result.get());
    }
  }
  return outcome;
}

std::string array_text(const std::vector<std::string>& elements) {
  std::string text = "{";
  for (const std::string& element : elements) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + "}";
}

}  // namespace tocsin::intake
