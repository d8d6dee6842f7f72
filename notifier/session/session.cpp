#include "notifier/session/session.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "notifier/acts/live_recorder.h"
#include "notifier/facts/live.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "notifier/receipts/identity.h"
#include "notifier/record/state_reader.h"
#include "schema/core/brand.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

void report(const Session& here, const Error& error) {
  here.remark(Level::error, describe(error));
}

void meet_reader(Session& here) {
  auto conf = read_machine_conf(here.places);
  if (!conf) {
    report(here, conf.error());
  } else {
    if (!conf->doubt.empty()) here.remark(Level::warning, conf->doubt);
    here.conf = std::move(*conf);
  }
  here.is_member = here.conf && holds_group(here.conf->group);
  here.locales = preferred_languages();
  here.host = host_name();
  choose_interface_language(here.locales);
}

Result<Decisions> read_decisions(const std::string& state_db) {
  auto state = read_gate_state(state_db);
  if (state) return std::move(state->decisions);
  if (state.error().code == Code::not_found) return Decisions{};
  // The Store repairs what a read-only connection cannot, such as rolling back a write that was cut off.
  return TRY(Store::open(state_db)).decisions();
}

Decisions own_decisions(Session& here, RecordUse use) {
  Result<Decisions> found;
  if (use == RecordUse::keep) {
    open_record(here);
    if (here.store) found = here.store->decisions();
  } else if (use == RecordUse::read && here.places.state_db.empty()) {
    found = fail(Code::io, "store.open", "no record of what was decided: " + here.places.no_home);
  } else if (use == RecordUse::read) {
    found = read_decisions(here.places.state_db);
  }
  if (!found) report(here, found.error());
  return found.value_or(Decisions{});
}

/// None without the secret: then acts are recorded, and no receipt is made of them.
std::optional<ReceiptIdentity> identity_of(const Session& here) {
  const auto secret = read_machine_secret(here.places);
  if (secret) return receipt_identity(*secret, machine_id(here.places.root), user_id());
  report(here, secret.error());
  return std::nullopt;
}

bool was(const std::vector<HistoryRow>& history, std::string_view message, std::string_view what) {
  return std::ranges::any_of(
      history, [&](const HistoryRow& row) { return row.message == message && row.what == what; });
}

/// The latest showing of each withdrawn notice that was shown and of which the reader has not been told.
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

Result<std::vector<HistoryRow>> history(Session& here) {
  if (here.store) return here.store->history();
  auto store = TRY(existing_store(here.places));
  return store ? store->history() : std::vector<HistoryRow>{};
}

/// Recorded as a decision on the withdrawn revision, so that a later revision with renotify-from above it is
/// shown.
void note_told(Session& here, const HistoryRow& shown) {
  if (!here.store) return;
  const Instant now = here.now();
  const Position& release = here.set.release.notices.position;
  const Decision decision{shown.message, shown.revision, Decision::Kind::acknowledged,
                          now,           std::nullopt,   release};
  const HistoryRow row{shown.message, shown.revision, std::string(kToldWithdrawn), now, release,
                       shown.title,   shown.locale};
  const auto noted = here.store->record(decision, row, std::nullopt);
  if (!noted) report(here, noted.error());
}

std::vector<std::string> policy_lines(const Policy& policy) {
  std::vector<std::string> out;
  for (const auto& value : policy.values) {
    const std::string ignored = value.ignored.empty() ? "" : ", ignored: " + value.ignored;
    out.push_back(value.name + "=" + value.value + " (" + value.source + ignored + ")");
  }
  return out;
}

Presentation presentation(Session& here, std::vector<const Message*> shown) {
  Presentation out{here.set.catalog, here.set.config, here.set.release, brand()};
  out.locales = here.locales;
  out.host = here.host;
  out.policy_lines = policy_lines(here.policy);
  out.machine_policy = here.places.machine_policy;
  out.user_policy = here.places.user_policy;
  out.now = [&here] { return here.now(); };
  out.facts = here.facts.get();
  for (const Message* message : shown) {
    if (here.facts) out.explained.push_back(explained(*message, *here.facts, here.locales));
  }
  out.due = std::move(shown);
  return out;
}

}  // namespace

Instant Session::now() const {
  return trusted_now(system_now(), set.newest_issued);
}

Result<std::unique_ptr<Session>> open_session(const Places& places, const Policy& policy, RecordUse use,
                                              const Remark& remark) {
  const std::string folder = TRY(own_folder());
  return session_of(places, policy, TRY(prove_installed(brand(), places, folder, system_now())), use, remark);
}

std::unique_ptr<Session> session_of(const Places& places, const Policy& policy, InstalledSet set,
                                    RecordUse use, const Remark& remark) {
  auto here = std::make_unique<Session>(places, policy, std::move(set), remark);
  // 1. Who reads: membership is what this process's own credentials say.
  meet_reader(*here);
  // 2. What was decided. Marks that cannot be read are unknown: the notice is shown, and the log says why.
  here->at = here->now();
  here->marks = read_marks(places.machine_folder);
  if (here->marks.unread) here->remark(Level::warning, describe(*here->marks.unread));
  here->decisions = with_marks(here->set.catalog, own_decisions(*here, use), here->marks.marks, here->at);
  // 3. What is true here.
  here->probe = system_probe(places.root);
  here->facts = std::make_unique<LiveFacts>(here->set.catalog.detect, *here->probe, here->is_member);
  // 4. And so what is due.
  here->rules = {policy.minimum_severity, here->set.config.max_notices_per_logon};
  here->verdicts =
      evaluate(here->set.catalog, *here->facts, here->at, here->locales, here->decisions, here->rules);
  return here;
}

void open_record(Session& here) {
  auto opened =
      here.places.state_db.empty()
          ? Result<Store>(fail(Code::io, "store.open", "nothing can be recorded: " + here.places.no_home))
          : Store::open(here.places.state_db);
  if (!opened) {
    here.store_error = opened.error();
    return report(here, here.store_error);
  }
  if (!opened->repaired().empty()) here.remark(Level::warning, opened->repaired());
  here.store.emplace(std::move(*opened));
}

void find_withdrawals(Session& here) {
  if (!here.is_member || here.set.catalog.withdrawn.empty()) return;
  const auto rows = history(here);
  if (rows) {
    here.withdrawn = to_tell(here.set.catalog, *rows);
  } else {
    report(here, rows.error());
  }
}

Presentation presentation_of(Session& here) {
  Presentation out = presentation(here, in_order(here.verdicts));
  out.held_back =
      static_cast<std::size_t>(std::ranges::count(here.verdicts, Reason::held_back, &Verdict::reason));
  for (const HistoryRow& row : here.withdrawn) out.withdrawn_titles.push_back(row.title);
  out.withdrawn_told = [&here] {
    for (const HistoryRow& row : here.withdrawn) note_told(here, row);
  };
  return out;
}

Presentation presentation_of(Session& here, const Message& message) {
  return presentation(here, {&message});
}

ExplainedMessage explained(const Message& message, Facts& facts, const std::vector<std::string>& locales) {
  ExplainedMessage out{&message, Reason::due, {}, std::nullopt, std::nullopt};
  if (message.when) out.when = explain_condition(*message.when, facts, locales);
  return out;
}

Result<void> show_recorded(Session& here, Presentation presentation,
                           const std::function<Result<void>(Presenter&)>& show) {
  const auto show_logged = [&](Recorder& recorder) {
    Logged logged(recorder);
    Presenter presenter(std::move(presentation), logged);
    return show(presenter);
  };
  if (!here.store) {
    Unrecorded recorder(here.store_error);
    return show_logged(recorder);
  }
  const auto identity = identity_of(here);
  LiveRecorder recorder(*here.store, brand(), identity, here.set.config, here.policy,
                        here.set.release.notices.position, [&here] { return here.now(); });
  Marking marking(recorder, here.places.machine_folder, [&here] { return here.now(); });
  return show_logged(marking);
}

Result<std::optional<Store>> existing_store(const Places& places) {
  if (places.state_db.empty()) return std::nullopt;
  // Read-only first: opening a Store would create the file. A damaged file is repaired by the Store.
  const auto seen = read_gate_state(places.state_db);
  if (!seen && seen.error().code == Code::not_found) return std::nullopt;
  return std::optional<Store>(TRY(Store::open(places.state_db)));
}

}  // namespace tocsin
