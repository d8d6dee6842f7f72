// What the commands share. Layer: notifier/control.
#include "notifier/control/context.h"

#include <utility>

#include "notifier/control/output.h"
#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/record/store.h"
#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

bool is_member(const Places& places) {
  const auto conf = read_machine_conf(places);
  if (!conf) {
    complain(conf.error());
  } else if (!conf->doubt.empty()) {
    complain(conf->doubt);
  }
  return conf && holds_group(conf->group);
}

}  // namespace

Context make_context(const CommandLine& line) {
  Context context;
  context.line = line;
  context.places = known_places(brand(), line.root);
  context.privileged = is_privileged();
  context.policy = context.privileged ? read_machine_policy(context.places) : read_policy(context.places);
  return context;
}

/// What a reader may not mend, such as the rollback of a write that was cut off, the Store does.
Result<GateState> mended_state(const std::string& path) {
  auto store = Store::open(path);
  if (!store) {
    return Failure(std::move(store).error());
  }
  auto decisions = store->decisions();
  if (!decisions) {
    return Failure(std::move(decisions).error());
  }
  return GateState{std::move(*decisions), std::nullopt};
}

Result<GateState> read_state(const Context& context) {
  if (context.privileged || context.places.state_db.empty()) {
    return GateState{};
  }
  auto state = read_gate_state(context.places.state_db);
  if (!state && state.error().code == Code::not_found) {
    return GateState{};
  }
  return state ? std::move(state) : mended_state(context.places.state_db);
}

Result<std::unique_ptr<Situation>> situation(const Context& context) {
  const auto own = own_folder();
  if (!own) {
    return Failure(own.error());
  }
  const Instant clock = system_now();
  const auto proven = prove_release(brand(), context.places, *own, clock);
  if (!proven) {
    return Failure(proven.error());
  }
  auto set = prove_installed(brand(), context.places, *own, clock);
  if (!set) {
    return Failure(std::move(set).error());
  }
  // In doubt a notice is shown again.
  auto state = read_state(context);
  if (!state) {
    complain(state.error());
  }
  auto here = std::make_unique<Situation>();
  here->set = std::move(*set);
  here->now = proven->now;
  here->languages = preferred_languages();
  here->state = state ? std::move(*state) : GateState{};
  here->marks = read_marks(context.places.machine_folder);
  here->state.decisions = with_marks(here->set.catalog, here->state.decisions, here->marks);
  here->probe = system_probe(context.places.root);
  here->facts =
      std::make_unique<LiveFacts>(here->set.catalog.detect, *here->probe, is_member(context.places));
  here->rules = {context.policy.minimum_severity, here->set.config.max_notices_per_logon};
  return here;
}

}  // namespace tocsin
