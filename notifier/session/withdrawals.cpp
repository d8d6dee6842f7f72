// See withdrawals.h.
#include "notifier/session/withdrawals.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "notifier/record/state_reader.h"
#include "schema/platform/clock.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

bool was(const std::vector<HistoryRow>& history, std::string_view message, std::string_view what) {
  return std::ranges::any_of(
      history, [&](const HistoryRow& row) { return row.message == message && row.what == what; });
}

std::vector<HistoryRow> to_tell(const Catalog& catalog, const std::vector<HistoryRow>& history) {
  std::vector<HistoryRow> out;
  for (const auto& withdrawn : catalog.withdrawn) {
    if (!withdrawn.notify || was(history, withdrawn.id, kToldWithdrawn)) continue;
    const auto last = std::find_if(history.rbegin(), history.rend(), [&](const HistoryRow& row) {
      return row.message == withdrawn.id && row.what == "displayed";
    });
    if (last != history.rend()) out.push_back(*last);
  }
  return out;
}

/// A decision on the withdrawn revision: it hides nothing that is published anew with renotify-from above it.
void note_told(Situation& here, const HistoryRow& shown) {
  const Instant now = system_now();
  const auto& release = here.set.release;
  const Decision decision{shown.message, shown.revision, Decision::Kind::acknowledged, now, std::nullopt,
                          release.epoch, release.serial};
  const HistoryRow row{shown.message, shown.revision, std::string(kToldWithdrawn),
                       now,           release.epoch,  release.serial,
                       shown.title,   shown.locale};
  const auto noted = here.store->record(decision, row, std::nullopt);
  if (!noted) log_error(Event::note, noted.error());
}

}  // namespace

std::vector<HistoryRow> withdrawals_to_tell(Situation& here) {
  if (!here.store || here.set.catalog.withdrawn.empty()) return {};
  const auto history = here.store->history();
  if (history) return to_tell(here.set.catalog, *history);
  log_error(Event::note, history.error());
  return {};
}

void add_withdrawals(Presentation& to, Situation& here) {
  for (const auto& row : here.withdrawn) to.withdrawn_titles.push_back(row.title);
  to.withdrawn_told = [&here] {
    for (const auto& row : here.withdrawn) note_told(here, row);
  };
}

}  // namespace tocsin
