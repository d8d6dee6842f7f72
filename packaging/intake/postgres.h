// One connection to a PostgreSQL store: connects, reconnects, carries one batch at a time. Never blocks.
// libpq and libevent; what goes into a batch is decided elsewhere.
//
// disconnected -> connecting -> checking -> ready <-> busy; from each state but the first, an error or the
// deadline leads back to disconnected, and after a delay to the next host. On the deadline the connection is
// closed and the statement not cancelled: a cancelled wait for a standby would commit and only warn.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "packaging/intake/batching.h"

struct event;
struct event_base;
struct pg_conn;
struct pg_result;

namespace tocsin::intake {

/// The version of the SQL in packaging/intake/sql that this program works with.
inline constexpr int kSchemaVersion = 3;

/// A connection string as one string for each of its hosts, so that each host has a deadline of its own.
/// Errors: invalid_argument.
[[nodiscard]] Result<std::vector<std::string>> hosts_of(const std::string& connection_string);

/// The parameters of receipts.add_v1, in its order, as PostgreSQL's array texts. An empty `details` means
/// NULL.
[[nodiscard]] std::vector<std::string> parameters_of(const Batch& batch);

class PostgresConnection {
 public:
  struct Handlers {
    std::function<void()> connected;
    std::function<void(const std::string& why)> lost;
    std::function<void(const std::vector<Verdict>&, int fresh)> committed;
    std::function<void(const std::string& why)> refused;  // SQLSTATE 22 or 23
    std::function<void(const std::string& why)> failed;   // anything else; the connection is still good
  };
  PostgresConnection(event_base* base, std::vector<std::string> hosts, std::chrono::milliseconds deadline,
                     Handlers handlers);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  void start() { connect(); }
  /// Between `connected` (or the end of the last batch) and `lost` only.
  void send(const Batch& batch);

 private:
  enum class State { disconnected, connecting, checking, ready, busy };

  void connect();
  void go_on_connecting();
  void check();
  void on_socket();
  void on_timer();
  void take_results();
  void end_of_statement();
  void end_of_check();
  void end_of_batch();
  void lose(const std::string& why);
  void watch(bool wants_write);
  void set_timer(std::chrono::milliseconds delay);
  [[nodiscard]] std::string last_error() const;

  struct Closer {
    void operator()(event* watched) const;
    void operator()(pg_conn* connection) const;
    void operator()(pg_result* result) const;
  };
  event_base* base_;
  std::vector<std::string> hosts_;
  std::chrono::milliseconds deadline_, delay_;
  Handlers handlers_;
  State state_ = State::disconnected;
  std::size_t host_ = 0;
  bool has_warned_ = false;
  std::unique_ptr<pg_conn, Closer> connection_;
  std::unique_ptr<event, Closer> socket_, timer_;
  std::vector<std::unique_ptr<pg_result, Closer>> results_;
};

}  // namespace tocsin::intake
