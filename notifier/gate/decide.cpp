// The gate's decision.
#include "notifier/gate/decide.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "notifier/record/state_reader.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin::gate {
namespace {

/// Asks the machine only when the evaluation needs a fact, and keeps whether the audience could not be read.
class AskedFacts : public Facts {
 public:
  AskedFacts(GateInputs& inputs, const Detect& detect) : inputs_(inputs), detect_(detect) {}

  Truth host() override { return machine().host(); }
  Finding console(std::string_view type, Need need) override { return machine().console(type, need); }
  Finding component(std::string_view id, Need need) override { return machine().component(id, need); }
  const OsFact& os() override { return machine().os(); }

  bool member() override {
    if (!member_) {
      member_ = inputs_.member();
    }
    return member_->value_or(false);
  }
  [[nodiscard]] bool audience_unreadable() const { return member_ && !*member_; }

 private:
  Facts& machine() {
    if (machine_ == nullptr) {
      machine_ = &inputs_.machine(detect_);
    }
    return *machine_;
  }

  GateInputs& inputs_;
  const Detect& detect_;
  Facts* machine_ = nullptr;
  std::optional<Result<bool>> member_;
};

/// The config is not read here: it may hold back some of the due notices, but never all of them.
ShowRules rules_of(const Policy& policy) {
  ShowRules rules;
  rules.minimum_severity = policy.minimum_severity;
  return rules;
}

/// Under the policy NoReceipts the sender runs once more, to delete the queued receipts.
bool outbox_waits(const GateState& state, const Policy& policy, Instant now) {
  return state.next_attempt && (policy.no_receipts || is_receipt_due(*state.next_attempt, now));
}

Result<GateState> state_or_none(GateInputs& inputs) {
  auto state = inputs.state();
  if (!state && state.error().code == Code::not_found) {
    return GateState{};
  }
  return state;
}

/// The folder of marks is read only if a mark could change the decision, which is rare.
void add_marks(GateInputs& inputs, const Catalog& catalog, Instant now, const ShowRules& rules,
               Decisions& decisions) {
  if (asks_for_marks(catalog, now, decisions, rules))
    decisions = with_marks(catalog, decisions, inputs.marks());
}

/// Whether a withdrawn notice was displayed here, and its reader not yet told of the withdrawal.
Result<bool> has_withdrawal_to_tell(GateInputs& inputs, const Catalog& catalog) {
  std::vector<std::string_view> ids;
  for (const Withdrawn& withdrawn : catalog.withdrawn) {
    if (withdrawn.notify) ids.push_back(withdrawn.id);
  }
  return ids.empty() ? Result<bool>(false) : inputs.any_to_tell(ids);
}

GateAction decide_on(GateInputs& inputs, const Policy& policy, VerifiedBytes bytes, Instant newest,
                     GateState& state) {
  const auto catalog = parse_catalog(std::move(bytes), ReadMode::client);
  if (!catalog) {
    return GateAction::dialog;
  }
  const Instant now = std::max(inputs.clock(), newest);
  AskedFacts facts(inputs, catalog->detect);
  const ShowRules rules = rules_of(policy);
  add_marks(inputs, *catalog, now, rules, state.decisions);
  const bool due = anything_due(*catalog, facts, now, inputs.languages(), state.decisions, rules);
  const auto to_tell = due ? Result<bool>(true) : has_withdrawal_to_tell(inputs, *catalog);
  if (!to_tell) {
    return GateAction::dialog;
  }
  const bool has_news = due || (*to_tell && facts.member());
  if (facts.audience_unreadable() || (has_news && inputs.display())) {
    return GateAction::dialog;
  }
  return outbox_waits(state, policy, now) ? GateAction::sender : GateAction::leave;
}

}  // namespace

GateAction decide(GateInputs& inputs, bool scheduled) {
  const Policy policy = inputs.policy();
  if (policy.disable || (scheduled && policy.logon_only)) {
    return GateAction::leave;
  }
  if (inputs.privileged()) {
    return GateAction::refuse;
  }
  auto bytes = inputs.catalog();
  if (!bytes) {
    return GateAction::dialog;
  }
  const auto newest = inputs.newest_issued();
  if (!newest) {
    return GateAction::dialog;
  }
  auto state = state_or_none(inputs);
  if (!state) {
    return GateAction::dialog;
  }
  return decide_on(inputs, policy, std::move(*bytes), *newest, *state);
}

}  // namespace tocsin::gate
