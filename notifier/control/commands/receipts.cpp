// `receipts` and `receipts export`: what is in the outbox.
#include "notifier/control/commands/receipts.h"

#include <algorithm>

#include "notifier/control/commands.h"

namespace tocsin::control {
namespace {

bool is_queued(const OutboxRow& row) {
  return row.state == OutboxRow::State::queued;
}

Json receipt_row_json(const OutboxRow& row) {
  Json json = {{"id", row.id},
               {"message", row.message},
               {"outcome", row.outcome},
               {"state", is_queued(row) ? "queued" : "parked"},
               {"attempts", row.attempts},
               {"created", format_instant(row.created)}};
  json["next_attempt"] = is_queued(row) ? Json(format_instant(row.next_attempt)) : Json(nullptr);
  json["last_error"] = row.last_error;
  return json;
}

std::string row_text(const OutboxRow& row) {
  std::string line = (is_queued(row) ? "queued  " : "parked  ") + row.id + "  " + one_line(row.outcome) +
                     " " + one_line(row.message) + ", attempts " + std::to_string(row.attempts);
  if (is_queued(row)) line += ", next " + format_instant(row.next_attempt);
  return line + (row.last_error.empty() ? "" : ", " + one_line(row.last_error)) + "\n";
}

}  // namespace

Json outbox_json(std::span<const OutboxRow> rows) {
  const auto queued = std::count_if(rows.begin(), rows.end(), is_queued);
  Json receipts = Json::array();
  std::transform(rows.begin(), rows.end(), std::back_inserter(receipts), receipt_row_json);
  return {{"schema", "tocsin.receipts/1"},
          {"queued", queued},
          {"parked", static_cast<std::ptrdiff_t>(rows.size()) - queued},
          {"receipts", std::move(receipts)}};
}

std::string outbox_text(std::span<const OutboxRow> rows) {
  std::string out;
  for (const OutboxRow& row : rows) {
    out += row_text(row);
  }
  return rows.empty() ? "No receipt waits.\n" : out;
}

std::string outbox_ndjson(std::span<const OutboxRow> rows) {
  std::string out;
  for (const OutboxRow& row : rows) {
    if (is_queued(row)) out += row.body + "\n";
  }
  return out;
}

namespace {

Result<std::vector<OutboxRow>> rows_of(const Context& context) {
  auto store = TRY(existing_store(context.places));
  return store ? store->outbox() : std::vector<OutboxRow>{};
}

}  // namespace

Result<int> receipts_command(const Context& context) {
  const auto rows = TRY(rows_of(context));
  print(context.line.json ? json_text(outbox_json(rows)) : outbox_text(rows));
  return 0;
}

Result<int> receipts_export_command(const Context& context) {
  print(outbox_ndjson(TRY(rows_of(context))));
  return 0;
}

}  // namespace tocsin::control
