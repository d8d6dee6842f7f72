// The table `history`. Layer: notifier/record.
#include <bit>

#include "notifier/record/store_connection.h"

namespace tocsin {

Result<void> insert_history(Database& database, const HistoryRow& row) {
  // The conflict is index displayed_once: the first time on screen is the one that is kept.
  return database.run(
      "INSERT INTO history(message, revision, what, at, epoch, serial, title, locale)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
      std::string_view(row.message), row.revision, std::string_view(row.what), row.when.seconds, row.epoch,
      row.serial, std::string_view(row.title), std::string_view(row.locale));
}

Result<std::vector<HistoryRow>> Store::history() {
  std::vector<HistoryRow> rows;
  const auto read = connection_->read(
      "SELECT message, revision, what, at, epoch, serial, title, locale FROM history ORDER BY at, rowid",
      [&rows](const Statement& row) {
        rows.push_back({.message = std::string(row.text(0)),
                        .revision = static_cast<std::uint32_t>(row.integer(1)),
                        .what = std::string(row.text(2)),
                        .when = Instant{row.integer(3)},
                        .epoch = static_cast<std::uint32_t>(row.integer(4)),
                        .serial = std::bit_cast<std::uint64_t>(row.integer(5)),
                        .title = std::string(row.text(6)),
                        .locale = std::string(row.text(7))});
      });
  if (!read) return Failure(read.error());
  return rows;
}

}  // namespace tocsin
