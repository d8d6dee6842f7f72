// One acknowledgement with its history row and receipt, and whether all of it is there. Tests only.
#pragma once

#include <string>

#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

namespace tocsin::tests {

inline Result<void> acknowledge(Store& store, const std::string& id) {
  return store.record(acknowledgement(id), history_row(id, "acknowledged"), queued("receipt-of-" + id));
}

enum class Found { nothing, everything, half };

// Decision, history and receipt of one message: all or none.
inline Found look_for(const std::string& path, const std::string& id) {
  auto store = Store::open(path);
  if (!store) return Found::half;
  const bool decided = store->decisions()->find(id, Decision::Kind::acknowledged) != nullptr;
  bool told = false;
  const auto history = store->history();
  for (const HistoryRow& row : *history) told = told || row.message == id;
  bool queued_too = false;
  const auto outbox = store->outbox();
  for (const OutboxRow& row : *outbox) queued_too = queued_too || row.id == "receipt-of-" + id;
  if (decided != told || told != queued_too) return Found::half;
  return decided ? Found::everything : Found::nothing;
}

inline std::string base_file() {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, 3);
  }
  return slurp(scratch.db());
}

}  // namespace tocsin::tests
