// The table `decisions`. Layer: notifier/record.
#include "notifier/record/decision_row.h"
#include "notifier/record/store_connection.h"

namespace tocsin {

Result<void> insert_decision(Database& database, const Decision& decision) {
  std::optional<std::int64_t> until;
  if (decision.until) until = decision.until->seconds;
  // The later act counts: a notice that came back was acknowledged anew, and evaluation goes by the time of
  // that.
  return database.run(
      "INSERT INTO decisions(message, revision, kind, decided, until, epoch, serial, seal)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(message, revision, kind) DO UPDATE SET"
      " decided = ?4, until = ?5, epoch = ?6, serial = ?7, seal = ?8",
      std::string_view(decision.message), decision.revision, decision_kind_name(decision.kind),
      decision.when.seconds, until, decision.epoch, decision.serial, decision_seal(decision));
}

Result<Decisions> Store::decisions() {
  std::vector<Decision> rows;
  const auto read = connection_->read(kSelectDecisions, [&rows](const Statement& row) {
    if (auto decision = read_decision(row))
      rows.push_back(std::move(*decision));  // in doubt it is shown again
  });
  if (!read) return Failure(read.error());
  return Decisions(std::move(rows));
}

}  // namespace tocsin
