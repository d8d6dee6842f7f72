// `status`: gathers. Each part that fails is said and leaves the others standing. Layer: notifier/control.
#include <utility>

#include "notifier/control/commands.h"
#include "notifier/control/commands/status_report.h"
#include "notifier/control/outbox_store.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

Audience audience_of(const Places& places) {
  const auto conf = read_machine_conf(places);
  if (!conf) {
    return {{}, describe(conf.error()), false};
  }
  if (conf->group.empty()) {
    return {{}, "the group " + std::string(brand().group) + " was missing at install", false};
  }
  return {conf->group, conf->doubt, holds_group(conf->group)};
}

OutboxSummary outbox_of(const Context& context) {
  OutboxSummary summary;
  auto store = existing_store(context);
  if (store && !*store) {
    return summary;
  }
  const auto rows = store ? (*store)->outbox() : Failure(store.error());
  const auto history = rows ? (*store)->history() : Failure(rows.error());
  if (history) {
    return outbox_summary(*rows, *history);
  }
  summary.problem = describe(history.error());
  return summary;
}

/// The set that was proven; config and catalog may still not parse, which is then what was refused.
void look_at_set(const Context& context, StatusReport& report) {
  const Instant clock = system_now();
  const auto proven = prove_release(brand(), context.places, report.folder, clock);
  if (!proven) {
    report.refused = proven.error();
    return;
  }
  report.release = proven->proof.release();
  auto here = situation(context);
  if (!here) {
    report.refused = here.error();
    return;
  }
  const Situation& now = **here;
  const auto verdicts =
      evaluate(now.set.catalog, *now.facts, now.now, now.languages, now.state.decisions, now.rules);
  report.catalog = catalog_summary(now.set.catalog, verdicts);
  report.config_remarks = now.set.config.remarks;
}

void look_at_machine(const Context& context, StatusReport& report) {
  auto own = own_folder();
  if (!own) {
    report.refused = own.error();
    return;
  }
  report.folder = std::move(*own);
  look_at_set(context, report);
  report.audience = audience_of(context.places);
  if (!context.privileged) {
    report.outbox = outbox_of(context);
  }
}

}  // namespace

int status_command(const Context& context) {
  StatusReport report;
  report.at = system_now();
  report.policy = context.policy;
  if (!context.policy.disable) {
    look_at_machine(context, report);
  }
  print(context.line.json ? json_text(status_json(report, brand())) : status_text(report, brand()));
  return status_exit_code(report);
}

}  // namespace tocsin
