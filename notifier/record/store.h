// The user's state in one SQLite file: decisions, outbox, history.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "notifier/decide/decisions.h"
#include "schema/core/result.h"

namespace tocsin {

/// A receipt to be sent. A queued one becomes delivered (the row is removed), parked (refused for good), or
/// is queued again for later.
struct OutboxRow {
  enum class State : std::uint8_t { queued, parked };
  std::string id;
  std::string body;
  std::string message;
  std::string outcome;
  std::uint32_t attempts = 0;
  std::uint32_t refusals = 0;  // permanent 4xx so far
  Instant created;
  Instant next_attempt;
  State state = State::queued;
  std::string last_error;
  std::uint32_t revision = 1;
};

struct HistoryRow {
  std::string message;
  std::uint32_t revision = 1;
  std::string what;  // "displayed", "acknowledged", "put-off", "delivered", "parked"
  Instant when;
  Position release;
  std::string title;  // as shown then
  std::string locale;
};

/// One connection. Every method is one transaction that is durable when it returns.
/// A damaged file is set aside as state.db.damaged-<time> and rebuilt from the rows that can be read;
/// `repaired()` then describes this.
/// Errors: unavailable (locked beyond the busy timeout), io (full, read-only, damaged beyond repair; see
/// `detail`).
class Store {
 public:
  [[nodiscard]] static Result<Store> open(const std::string& path);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] const std::string& repaired() const;  // a sentence for the log, or empty

  [[nodiscard]] Result<Decisions> decisions();
  /// Records a decision, its history row and its receipt, all or nothing. A receipt whose id is queued,
  /// parked or delivered already is not queued again.
  [[nodiscard]] Result<void> record(const Decision& decision, const HistoryRow& history,
                                    const std::optional<OutboxRow>& receipt);
  /// Records that a notice was displayed: history row and receipt. Does nothing if this revision of the
  /// message was displayed before.
  [[nodiscard]] Result<void> record_displayed(const HistoryRow& history,
                                              const std::optional<OutboxRow>& receipt);
  [[nodiscard]] Result<std::vector<HistoryRow>> history();

  [[nodiscard]] Result<std::vector<OutboxRow>> outbox();
  [[nodiscard]] Result<void> queue(const OutboxRow& receipt);  // `receipts test`
  [[nodiscard]] Result<void> delivered(const std::string& id, Instant when);
  [[nodiscard]] Result<void> delivered(std::span<const std::string> ids, Instant when);
  [[nodiscard]] Result<void> postponed(const std::string& id, Instant next_attempt, bool refused,
                                       const std::string& error);
  [[nodiscard]] Result<void> parked(const std::string& id, const std::string& error);
  /// For the policy NoReceipts: removes the queued rows, and returns how many there were.
  [[nodiscard]] Result<std::uint32_t> drop_queued();
  /// Removes rows older than 400 days, and the oldest of more than 1,000; returns how many.
  [[nodiscard]] Result<std::uint32_t> expire(Instant now);

 private:
  struct Connection;
  explicit Store(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace tocsin
