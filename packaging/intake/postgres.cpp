#include "packaging/intake/postgres.h"

#include <event2/event.h>
#include <libpq-fe.h>

#include <array>
#include <cstring>
#include <utility>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

namespace tocsin::intake {
namespace {

constexpr std::chrono::milliseconds kFirstDelay{100}, kLongestDelay{5000};
constexpr const char* kAdd =
    "SELECT verdicts, fresh FROM receipts.add_v1($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)";
constexpr int kAddParameters = 13;

/// What a store must be before it gets a batch: the schema that is known here, durable commits, and no commit
/// of an earlier connection of ours that has waited for the standby longer than the deadline.
constexpr const char* kCheck =
    "SELECT version, current_setting('fsync'), current_setting('synchronous_commit'), (SELECT count(*) FROM "
    "pg_stat_activity WHERE usename = current_user AND wait_event = 'SyncRep' AND application_name = "
    "'tocsin-intake' "
    "AND clock_timestamp() - query_start > $1::interval) FROM receipts.schema_version";

/// '{a,b}' of texts that need no quotes, or with quotes.
class ArrayText {
 public:
  void add(std::string_view element) {
    separate();
    text_ += element;
  }
  void add_quoted(std::string_view element) {
    separate();
    text_ += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '"';
  }
  [[nodiscard]] std::string finish() { return std::exchange(text_, "{") + "}"; }

 private:
  void separate() {
    if (text_.size() > 1) text_ += ',';
  }
  std::string text_ = "{";
};

std::string uuid_text(const Id& id) {
  return hex({reinterpret_cast<const char*>(id.data()), id.size()});
}
std::string signed_text(std::uint64_t bits) {
  return std::to_string(static_cast<std::int64_t>(bits));
}
std::string_view act_text(const Event& event) {
  return event.is_test ? "NULL" : event.is_acknowledged ? "t" : "f";
}

Verdict verdict_of(char digit) {
  switch (digit) {
    case '0':
      return Verdict::stored;
    case '1':
      return Verdict::closed;
    case '2':
      return Verdict::no_room;
    case '3':
      return Verdict::test;
    default:
      return Verdict::unavailable;
  }
}

/// '{0,0,1}'
std::vector<Verdict> parse_verdicts(std::string_view text) {
  std::vector<Verdict> verdicts;
  for (const char c : text) {
    if (is_digit(c)) verdicts.push_back(verdict_of(c));
  }
  return verdicts;
}

/// What libpq says, in one line.
std::string in_one_line(std::string_view message) {
  std::string line(trimmed(message));
  std::ranges::replace(line, '\n', ' ');
  return line;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts(1);
  for (const char c : list) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string quoted(const char* keyword, std::string_view value) {
  std::string text = std::string(keyword) + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "' ";
}

timeval as_timeval(std::chrono::milliseconds time) {
  timeval value{};
  value.tv_sec = time.count() / 1000;
  value.tv_usec = time.count() % 1000 * 1000;
  return value;
}

}  // namespace

Result<std::vector<std::string>> hosts_of(const std::string& connection_string) {
  char* fault = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(connection_string.c_str(), &fault), PQconninfoFree);
  if (!options) {
    const std::string why = fault ? in_one_line(fault) : "out of memory";
    PQfreemem(fault);
    return fail(Code::invalid_argument, "store.address", why);
  }
  std::string rest;
  std::vector<std::string> hosts(1), ports(1);
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    if (!option->val) continue;
    const std::string_view keyword = option->keyword;
    if (keyword == "host") {
      hosts = split(option->val);
    } else if (keyword == "port") {
      ports = split(option->val);
    } else if (keyword == "hostaddr") {
      return fail(Code::invalid_argument, "store.address",
                  "hostaddr is not supported; host takes an address, too");
    } else {
      rest += quoted(option->keyword, option->val);
    }
  }
  if (ports.size() != 1 && ports.size() != hosts.size()) {
    return fail(Code::invalid_argument, "store.address", "as many ports as hosts, or one");
  }
  std::vector<std::string> result;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    std::string one = rest;
    const std::string& port = ports[ports.size() == 1 ? 0 : i];
    if (!hosts[i].empty()) one += quoted("host", hosts[i]);
    if (!port.empty()) one += quoted("port", port);
    result.push_back(one + "application_name=tocsin-intake client_encoding=UTF8");
  }
  return result;
}

std::vector<std::string> parameters_of(const Batch& batch) {
  std::array<ArrayText, kAddParameters> arrays;
  bool has_details = false;
  for (const auto& [event, answer] : batch) {
    arrays[0].add(uuid_text(event.id));
    arrays[1].add(uuid_text(event.installation));
    arrays[2].add(event.actor ? signed_text(*event.actor) : "NULL");
    arrays[3].add_quoted(event.message);
    arrays[4].add(std::to_string(event.revision));
    arrays[5].add(std::to_string(event.hour));
    arrays[6].add(act_text(event));
    arrays[7].add(std::to_string(event.epoch));
    arrays[8].add(signed_text(event.serial));
    arrays[9].add_quoted(event.locale);
    arrays[10].add_quoted(event.client);
    arrays[11].add_quoted(event.system);
    if (event.detail.empty()) {
      arrays[12].add("NULL");
    } else {
      arrays[12].add_quoted(event.detail);
      has_details = true;
    }
  }
  std::vector<std::string> texts;
  texts.reserve(arrays.size());
  for (ArrayText& array : arrays) texts.push_back(array.finish());
  if (!has_details) texts.back().clear();
  return texts;
}

void PostgresConnection::Closer::operator()(event* watched) const {
  event_free(watched);
}
void PostgresConnection::Closer::operator()(pg_conn* connection) const {
  PQfinish(connection);
}
void PostgresConnection::Closer::operator()(pg_result* result) const {
  PQclear(result);
}

PostgresConnection::PostgresConnection(event_base* base, std::vector<std::string> hosts,
                                       std::chrono::milliseconds deadline, Handlers handlers)
    : base_(base),
      hosts_(std::move(hosts)),
      deadline_(deadline),
      delay_(kFirstDelay),
      handlers_(std::move(handlers)) {
  timer_.reset(event_new(
      base_, -1, 0,
      [](evutil_socket_t, short, void* self) { static_cast<PostgresConnection*>(self)->on_timer(); }, this));
}

// The socket's event goes before the connection that owns the socket.
PostgresConnection::~PostgresConnection() {
  socket_.reset();
}

std::string PostgresConnection::last_error() const {
  return in_one_line(PQerrorMessage(connection_.get()));
}

void PostgresConnection::set_timer(std::chrono::milliseconds delay) {
  const timeval value = as_timeval(delay);
  event_add(timer_.get(), &value);
}

void PostgresConnection::watch(bool wants_write) {
  const short what = static_cast<short>(EV_READ | EV_PERSIST | (wants_write ? EV_WRITE : 0));
  socket_.reset(event_new(
      base_, PQsocket(connection_.get()), what,
      [](evutil_socket_t, short, void* self) { static_cast<PostgresConnection*>(self)->on_socket(); }, this));
  event_add(socket_.get(), nullptr);
}

void PostgresConnection::connect() {
  results_.clear();
  has_warned_ = false;
  connection_.reset(PQconnectStart(hosts_[host_].c_str()));
  state_ = State::connecting;
  set_timer(deadline_);
  if (!connection_ || PQstatus(connection_.get()) == CONNECTION_BAD) return lose(last_error());
  PQsetNoticeReceiver(
      connection_.get(),
      [](void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity && std::strcmp(severity, "WARNING") == 0) {
          static_cast<PostgresConnection*>(self)->has_warned_ = true;
        }
      },
      this);
  watch(true);
}

void PostgresConnection::go_on_connecting() {
  socket_.reset();  // the socket may change with each step
  switch (PQconnectPoll(connection_.get())) {
    case PGRES_POLLING_READING:
      return watch(false);
    case PGRES_POLLING_WRITING:
      return watch(true);
    case PGRES_POLLING_OK:
      return check();
    default:
      return lose(last_error());
  }
}

void PostgresConnection::check() {
  state_ = State::checking;
  if (PQsetnonblocking(connection_.get(), 1) != 0) return lose(last_error());
  const std::string limit = std::to_string(deadline_.count()) + " ms";
  const char* values[] = {limit.c_str()};
  if (PQsendQueryParams(connection_.get(), kCheck, 1, nullptr, values, nullptr, nullptr, 0) != 1) {
    return lose(last_error());
  }
  watch(PQflush(connection_.get()) == 1);
}

void PostgresConnection::send(const Batch& batch) {
  const std::vector<std::string> texts = parameters_of(batch);
  std::array<const char*, kAddParameters> values{};
  for (std::size_t i = 0; i < texts.size(); ++i) values[i] = texts[i].empty() ? nullptr : texts[i].c_str();
  state_ = State::busy;
  has_warned_ = false;
  set_timer(deadline_);
  if (PQsendQueryPrepared(connection_.get(), "add", kAddParameters, values.data(), nullptr, nullptr, 0) !=
      1) {
    return lose(last_error());
  }
  if (PQflush(connection_.get()) == 1) watch(true);
}

void PostgresConnection::on_socket() {
  if (state_ == State::connecting) return go_on_connecting();
  const int unsent = PQflush(connection_.get());
  if (unsent < 0 || PQconsumeInput(connection_.get()) != 1) return lose(last_error());
  if (unsent == 0 && (event_get_events(socket_.get()) & EV_WRITE)) watch(false);
  take_results();
}

void PostgresConnection::take_results() {
  while (state_ != State::disconnected && !PQisBusy(connection_.get())) {
    PGresult* const result = PQgetResult(connection_.get());
    if (result) {
      results_.emplace_back(result);
      continue;
    }
    if (state_ == State::ready) {  // nothing was asked: the server has ended the session
      if (PQstatus(connection_.get()) == CONNECTION_BAD) lose("the server closed the connection");
      return;
    }
    return end_of_statement();
  }
}

void PostgresConnection::end_of_statement() {
  if (PQstatus(connection_.get()) == CONNECTION_BAD) return lose(last_error());
  if (state_ == State::checking) return end_of_check();
  if (state_ == State::busy) return end_of_batch();
}

// Two statements end here: the check, and the preparation that follows it.
void PostgresConnection::end_of_check() {
  const auto results = std::exchange(results_, {});
  if (results.size() != 1) return lose("an unexpected answer to the check");
  PGresult* const result = results[0].get();
  if (PQresultStatus(result) == PGRES_COMMAND_OK) {
    state_ = State::ready;
    delay_ = kFirstDelay;
    event_del(timer_.get());
    return handlers_.connected();
  }
  if (PQresultStatus(result) != PGRES_TUPLES_OK) return lose(in_one_line(PQresultErrorMessage(result)));
  if (PQntuples(result) != 1) return lose("receipts.schema_version has no row");
  if (std::to_string(kSchemaVersion) != PQgetvalue(result, 0, 0)) {
    return lose("the store has schema version " + std::string(PQgetvalue(result, 0, 0)) +
                ", this program needs " + std::to_string(kSchemaVersion) + ": run `tocsin-intake init`");
  }
  if (std::strcmp(PQgetvalue(result, 0, 1), "on") != 0) return lose("the store has fsync off");
  const std::string_view commit = PQgetvalue(result, 0, 2);
  if (commit != "on" && commit != "remote_apply")
    return lose("the store has synchronous_commit " + std::string(commit));
  if (std::strcmp(PQgetvalue(result, 0, 3), "0") != 0)
    return lose("an earlier commit still waits for the standby");
  if (PQsendPrepare(connection_.get(), "add", kAdd, 0, nullptr) != 1) return lose(last_error());
  if (PQflush(connection_.get()) == 1) watch(true);
}

// An error of the commit itself comes as a second result, behind the rows of the statement.
void PostgresConnection::end_of_batch() {
  const auto results = std::exchange(results_, {});
  state_ = State::ready;
  event_del(timer_.get());
  for (const auto& result : results) {
    if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) continue;
    const char* const sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    const std::string_view kind = sqlstate ? std::string_view(sqlstate).substr(0, 2) : std::string_view();
    const std::string why = in_one_line(PQresultErrorMessage(result.get()));
    return kind == "22" || kind == "23" ? handlers_.refused(why) : handlers_.failed(why);
  }
  if (has_warned_) return handlers_.failed("the store warned while it committed");
  if (results.size() != 1 || PQntuples(results[0].get()) != 1)
    return handlers_.failed("an unexpected answer");
  handlers_.committed(
      parse_verdicts(PQgetvalue(results[0].get(), 0, 0)),
      static_cast<int>(parse_decimal(PQgetvalue(results[0].get(), 0, 1), 1000000).value_or(0)));
}

void PostgresConnection::on_timer() {
  if (state_ == State::disconnected) return connect();
  lose("the deadline of " + std::to_string(deadline_.count()) + " ms has passed");
}

void PostgresConnection::lose(const std::string& why) {
  state_ = State::disconnected;
  socket_.reset();
  results_.clear();
  connection_.reset();
  host_ = (host_ + 1) % hosts_.size();
  set_timer(delay_);
  delay_ = std::min(delay_ * 2, kLongestDelay);
  handlers_.lost(why);
}

}  // namespace tocsin::intake
