// `receipts` and `receipts export`: what waits to be sent. Layer: notifier/control.
#include "notifier/control/commands.h"
#include "notifier/control/commands/outbox_report.h"
#include "notifier/control/outbox_store.h"

namespace tocsin {
namespace {

Result<std::vector<OutboxRow>> rows_of(const Context& context) {
  auto store = existing_store(context);
  if (!store) {
    return Failure(std::move(store).error());
  }
  return *store ? (*store)->outbox() : std::vector<OutboxRow>{};
}

}  // namespace

int receipts_command(const Context& context) {
  const auto rows = rows_of(context);
  if (!rows) {
    return failed(rows.error());
  }
  print(context.line.json ? json_text(outbox_json(*rows)) : outbox_text(*rows));
  return 0;
}

int receipts_export_command(const Context& context) {
  const auto rows = rows_of(context);
  if (!rows) {
    return failed(rows.error());
  }
  print(outbox_ndjson(*rows));
  return 0;
}

}  // namespace tocsin
