// See situation.h.
#include "notifier/session/situation.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "notifier/record/state_reader.h"
#include "notifier/session/withdrawals.h"
#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/log.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

constexpr std::size_t kTrustBytes = 64u << 10;

/// The newest signed time seen. A damaged trust.dat is no reason to refuse: the proof has dealt with it
/// already.
std::optional<Instant> newest_issued(const Situation& here) {
  const Instant issued = here.set.release.issued;
  const auto bytes = read_file(here.places.machine_folder + "/trust.dat", kTrustBytes);
  if (!bytes) return issued;
  const auto state = parse_trust_state(*bytes);
  if (!state || state->epoch < here.set.release.epoch) return issued;
  return std::max(issued, state->newest_issued);
}

std::optional<MachineConf> machine_conf(const Places& places) {
  auto conf = read_machine_conf(places);
  if (conf && !conf->doubt.empty()) log_line(Event::note, Level::warning, conf->doubt);
  if (conf) return std::move(*conf);
  log_error(Event::note, conf.error());
  return std::nullopt;
}

void open_store(Situation& here) {
  auto opened =
      here.places.state_db.empty()
          ? Result<Store>(fail(Code::io, "store.open", "there is no home folder to keep the record in"))
          : Store::open(here.places.state_db);
  if (!opened) {
    here.store_error = opened.error();
    return log_error(Event::note, here.store_error);
  }
  if (!opened->repaired().empty()) log_line(Event::note, Level::warning, opened->repaired());
  here.store.emplace(std::move(*opened));
}

/// In doubt a notice is shown again.
Decisions decisions(Situation& here) {
  if (!here.store) return {};
  auto rows = here.store->decisions();
  if (rows) return std::move(*rows);
  log_error(Event::note, rows.error());
  return {};
}

void decide(Situation& here) {
  const ShowRules rules{here.policy.minimum_severity, here.set.config.max_notices_per_logon};
  const Decisions decided =
      with_marks(here.set.catalog, decisions(here), read_marks(here.places.machine_folder));
  const auto verdicts = evaluate(here.set.catalog, *here.facts, here.now(), here.locales, decided, rules);
  here.due = in_order(verdicts);
  here.held_back =
      static_cast<std::size_t>(std::ranges::count(verdicts, Reason::held_back, &Verdict::reason));
}

std::vector<ExplainedMessage> explained(Situation& here) {
  std::vector<ExplainedMessage> out;
  for (const Message* message : here.due) {
    ExplainedMessage one{message, Reason::due, {}, std::nullopt, std::nullopt};
    if (message->when) one.when = explain_condition(*message->when, *here.facts, here.locales);
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> policy_lines(const Policy& policy) {
  std::vector<std::string> out;
  for (const auto& value : policy.values) {
    const std::string ignored = value.ignored.empty() ? "" : ", ignored: " + value.ignored;
    out.push_back(value.name + "=" + value.value + " (" + value.source + ignored + ")");
  }
  return out;
}

}  // namespace

Situation::Situation(const std::string& root)
    : places(known_places(brand(), root)), policy(read_policy(places)) {}

Instant Situation::now() const {
  return trusted_now(system_now(), newest_issued);
}

Result<void> establish(Situation& here) {
  // 1. Nothing of the set is parsed before all of it is proven.
  auto folder = own_folder();
  if (!folder) return Failure(folder.error());
  here.folder = *folder;
  auto set = prove_installed(brand(), here.places, here.folder, system_now());
  if (!set) return Failure(set.error());
  here.set = std::move(*set);
  for (const auto& remark : here.set.config.remarks)
    log_line(Event::note, Level::warning, "config: " + remark);
  here.newest_issued = newest_issued(here);
  // 2. Who reads: membership is what this process's own credentials say.
  here.conf = machine_conf(here.places);
  const bool member = here.conf && holds_group(here.conf->group);
  here.locales = preferred_languages();
  choose_interface_language(here.locales);
  // 3. What was decided, what is true here, and so what is due.
  open_store(here);
  here.probe = system_probe(here.places.root);
  here.facts = std::make_unique<LiveFacts>(here.set.catalog.detect, *here.probe, member);
  decide(here);
  if (member) here.withdrawn = withdrawals_to_tell(here);
  return {};
}

Presentation presentation_of(Situation& here) {
  Presentation out{here.set.catalog, here.set.config, here.set.release, brand()};
  out.due = here.due;
  out.explained = explained(here);
  out.locales = here.locales;
  out.host = host_name();
  out.held_back = here.held_back;
  out.policy_lines = policy_lines(here.policy);
  out.machine_policy = here.places.machine_policy;
  out.user_policy = here.places.user_policy;
  out.now = [&here] { return here.now(); };
  add_withdrawals(out, here);
  return out;
}

bool receipts_wait(Situation& here) {
  if (!here.store) return false;
  const auto rows = here.store->outbox();
  if (!rows) return false;
  const Instant now = here.now();
  return std::ranges::any_of(*rows, [&](const OutboxRow& row) {
    const bool due = is_receipt_due(row.next_attempt, now) || here.policy.no_receipts;
    return row.state == OutboxRow::State::queued && due;
  });
}

}  // namespace tocsin
