// `history`: every notice that was ever on this reader's screen here, and what became of it. Layer:
// notifier/control.
#include "notifier/control/commands.h"
#include "notifier/control/commands/history_report.h"
#include "notifier/control/outbox_store.h"

namespace tocsin {

int history_command(const Context& context) {
  auto store = existing_store(context);
  if (!store) {
    return failed(store.error());
  }
  const auto rows = *store ? (*store)->history() : std::vector<HistoryRow>{};
  if (!rows) {
    return failed(rows.error());
  }
  print(context.line.json ? json_text(history_json(*rows)) : history_text(*rows));
  return 0;
}

}  // namespace tocsin
