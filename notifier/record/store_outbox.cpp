// The table `outbox`: receipts on their way. Layer: notifier/record.
#include "notifier/record/store_connection.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

constexpr Duration kKeep = std::chrono::days(400);
constexpr std::string_view kRows = "1000";

OutboxRow read_receipt(const Statement& row) {
  return {.id = std::string(row.text(0)),
          .body = std::string(row.text(1)),
          .message = std::string(row.text(2)),
          .outcome = std::string(row.text(3)),
          .attempts = static_cast<std::uint32_t>(row.integer(4)),
          .refusals = static_cast<std::uint32_t>(row.integer(5)),
          .created = Instant{row.integer(6)},
          .next_attempt = Instant{row.integer(7)},
          .state = row.text(8) == "queued" ? OutboxRow::State::queued : OutboxRow::State::parked,
          .last_error = std::string(row.text(9)),
          .revision = static_cast<std::uint32_t>(row.integer(10))};
}

std::string_view state_name(OutboxRow::State state) {
  return state == OutboxRow::State::queued ? "queued" : "parked";
}

// How a receipt ended goes to the history beside the act it tells of, with that act's title.
Result<void> note_end(Database& database, const std::string& id, std::string_view what, Instant when) {
  return database.run(
      "INSERT INTO history(message, revision, what, at, epoch, serial, title, locale, receipt)"
      " SELECT o.message, o.revision, ?2, ?3, coalesce(h.epoch, 0), coalesce(h.serial, 0), coalesce(h.title, "
      "''),"
      " coalesce(h.locale, ''), o.id FROM outbox o LEFT JOIN history h ON h.rowid ="
      " (SELECT max(rowid) FROM history WHERE message = o.message AND revision = o.revision AND what = "
      "o.outcome)"
      " WHERE o.id = ?1 AND (o.state = 'queued' OR ?2 = 'delivered')",
      std::string_view(id), what, when.seconds);
}

}  // namespace

Result<void> insert_receipt(Database& database, const OutboxRow& row) {
  return database.run(
      "INSERT INTO outbox(id, body, message, outcome, attempts, refusals, created, next_attempt, state, "
      "last_error,"
      " revision) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT(id) DO NOTHING",
      std::string_view(row.id), std::string_view(row.body), std::string_view(row.message),
      std::string_view(row.outcome), row.attempts, row.refusals, row.created.seconds,
      row.next_attempt.seconds, state_name(row.state), std::string_view(row.last_error), row.revision);
}

Result<void> insert_new_receipt(Database& database, const OutboxRow& row) {
  bool was_delivered = false;
  auto asked = database.each(
      "SELECT 1 FROM history WHERE receipt = ?1 AND what = 'delivered'",
      [&was_delivered](const Statement&) { was_delivered = true; }, std::string_view(row.id));
  if (!asked || was_delivered) return asked;
  return insert_receipt(database, row);
}

Result<std::vector<OutboxRow>> Store::outbox() {
  std::vector<OutboxRow> rows;
  const auto read = connection_->read(
      "SELECT id, body, message, outcome, attempts, refusals, created, next_attempt, state, last_error, "
      "revision"
      " FROM outbox ORDER BY next_attempt, rowid",
      [&rows](const Statement& row) { rows.push_back(read_receipt(row)); });
  if (!read) return Failure(read.error());
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
      if (auto noted = note_end(database, id, "delivered", when); !noted) return noted;
      auto removed = database.run("DELETE FROM outbox WHERE id = ?1", std::string_view(id));
      if (!removed) return removed;
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
        std::string_view(id), std::int64_t{refused}, next_attempt.seconds, std::string_view(error));
  });
}

Result<void> Store::parked(const std::string& id, const std::string& error) {
  return connection_->write([&](Database& database) -> Result<void> {
    if (auto noted = note_end(database, id, "parked", system_now()); !noted) return noted;
    return database.run(
        "UPDATE outbox SET attempts = attempts + 1, refusals = refusals + 1, state = 'parked', last_error = "
        "?2"
        " WHERE id = ?1 AND state = 'queued'",
        std::string_view(id), std::string_view(error));
  });
}

Result<std::uint32_t> Store::drop_queued() {
  std::uint32_t dropped = 0;
  const auto done = connection_->write([&dropped](Database& database) {
    auto ran = database.run("DELETE FROM outbox WHERE state = 'queued'");
    dropped = database.changes();
    return ran;
  });
  if (!done) return Failure(done.error());
  return dropped;
}

Result<std::uint32_t> Store::expire(Instant now) {
  std::uint32_t dropped = 0;
  const auto done = connection_->write([&](Database& database) -> Result<void> {
    auto old = database.run("DELETE FROM outbox WHERE created < ?1", (now - kKeep).seconds);
    if (!old) return old;
    dropped = database.changes();
    auto beyond = database.run(
        "DELETE FROM outbox WHERE rowid NOT IN (SELECT rowid FROM outbox ORDER BY created DESC, rowid DESC "
        "LIMIT " +
        std::string(kRows) + ")");
    dropped += database.changes();
    return beyond;
  });
  if (!done) return Failure(done.error());
  return dropped;
}

}  // namespace tocsin
