// `history`: every notice that was ever shown to this user here, and what the user decided.
#include "notifier/control/commands/history.h"

#include <algorithm>
#include <iterator>

#include "notifier/control/commands.h"

namespace tocsin::control {
namespace {

std::string release_of(const HistoryRow& row) {
  return std::to_string(row.epoch) + "." + std::to_string(row.serial);
}

Json row_json(const HistoryRow& row) {
  return {{"time", format_instant(row.when)},
          {"message", row.message},
          {"revision", row.revision},
          {"event", row.what},
          {"title", row.title},
          {"locale", row.locale},
          {"release", release_of(row)}};
}

std::string row_text(const HistoryRow& row) {
  std::string event = one_line(row.what);
  event.resize(std::max<std::size_t>(event.size(), 12), ' ');
  return format_instant(row.when) + "  " + event + "  " + one_line(row.message) + "/" +
         std::to_string(row.revision) + "  " + one_line(row.title) + " (" + one_line(row.locale) +
         ", release " + release_of(row) + ")\n";
}

}  // namespace

Json history_json(std::span<const HistoryRow> rows) {
  Json events = Json::array();
  std::transform(rows.begin(), rows.end(), std::back_inserter(events), row_json);
  return {{"schema", "tocsin.history/1"}, {"events", std::move(events)}};
}

std::string history_text(std::span<const HistoryRow> rows) {
  std::string out;
  for (const HistoryRow& row : rows) out += row_text(row);
  return rows.empty() ? "No notice has been shown to you here.\n" : out;
}

Result<int> history_command(const Context& context) {
  auto store = TRY(existing_store(context.places));
  const auto rows = store ? TRY(store->history()) : std::vector<HistoryRow>{};
  print(context.line.json ? json_text(history_json(rows)) : history_text(rows));
  return 0;
}

}  // namespace tocsin::control
