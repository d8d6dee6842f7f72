// What the commands share: where things are, what policy says, and what is proven and known. Layer:
// notifier/control.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "notifier/control/command_line.h"
#include "notifier/decide/decisions.h"
#include "notifier/decide/evaluate.h"
#include "notifier/decide/marks.h"
#include "notifier/facts/live.h"
#include "notifier/facts/sources/source_probe.h"
#include "notifier/record/state_reader.h"
#include "notifier/session/installed_set.h"
#include "schema/platform/known_paths.h"
#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"

namespace tocsin {

struct Context {
  CommandLine line;
  Places places;
  Policy policy;
  bool privileged = false;  // an administrator's diagnosis: no user's state or policy is read
};

/// Reads policy, nothing else.
[[nodiscard]] Context make_context(const CommandLine& line);

/// Everything needed to speak of notices. Not movable: the facts point at the catalog.
struct Situation {
  InstalledSet set;
  Instant now;  // trusted
  std::vector<std::string> languages;
  GateState state;  // with what others have acknowledged for all
  std::vector<Mark> marks;
  std::unique_ptr<SourceProbe> probe;
  std::unique_ptr<LiveFacts> facts;
  ShowRules rules;

  Situation() = default;
  Situation(const Situation&) = delete;
  Situation& operator=(const Situation&) = delete;
};

/// Proves the installed set and gets ready to ask the machine. A machine.conf that cannot be read means: not
/// a member. State that cannot be read is said and means: nothing is decided. Errors: those of
/// prove_installed and own_folder.
[[nodiscard]] Result<std::unique_ptr<Situation>> situation(const Context& context);

/// The user's decisions; none when there is no state, or when the caller is privileged.
[[nodiscard]] Result<GateState> read_state(const Context& context);

}  // namespace tocsin
