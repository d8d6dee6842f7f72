// What the dialog knows before it shows anything: the proven set, the reader, the machine, and so what is
// due. Layer: notifier/session. Knows no toolkit.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "notifier/facts/live.h"
#include "notifier/present/presenter.h"
#include "notifier/record/store.h"
#include "notifier/session/installed_set.h"
#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// Not movable: facts and verdicts point into the set.
struct Situation {
  Places places;
  Policy policy;
  std::string folder;  // the set this program runs from
  InstalledSet set;
  std::optional<Instant> newest_issued;
  std::optional<MachineConf> conf;  // none: nobody is addressed here
  std::optional<Store> store;       // none: it could not be opened, which the reader is told
  Error store_error;
  std::vector<std::string> locales;
  std::unique_ptr<SourceProbe> probe;
  std::unique_ptr<LiveFacts> facts;
  std::vector<const Message*> due;
  std::size_t held_back = 0;
  std::vector<HistoryRow> withdrawn;  // as shown then; the reader is to be told

  explicit Situation(const std::string& root);
  Situation(const Situation&) = delete;
  Situation& operator=(const Situation&) = delete;

  [[nodiscard]] Instant now() const;
};

/// Proof before parsing, then membership, decisions, facts, verdicts.
/// Errors: those of own_folder and prove_installed.
[[nodiscard]] Result<void> establish(Situation& here);

/// The presenter's material, of the due notices only.
[[nodiscard]] Presentation presentation_of(Situation& here);

/// Whether the sender has something to do.
[[nodiscard]] bool receipts_wait(Situation& here);

}  // namespace tocsin
