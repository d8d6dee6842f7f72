// See launch.h.
#include "updater/launch.h"

#include "schema/platform/policy.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/sessions.h"

namespace tocsin {
namespace {

void say_outcomes(const std::vector<SessionStart>& sessions, RunLog& log) {
  if (sessions.empty()) log.detail("no session: the gate comes with the next logon");
  for (const SessionStart& session : sessions) {
    log.detail("session " + session.session + ": " + session.outcome);
  }
}

}  // namespace

void launch_gates(const Machine& machine, RunLog& log) {
  if (read_machine_policy(machine.places).disable) {
    log.detail("nothing started: the machine's policy says Disable");
    return;
  }
  const auto sessions = start_in_sessions(
      {live_program_path(*machine.install, std::string(machine.brand.gate_file)), machine.places.root});
  if (sessions) {
    say_outcomes(*sessions, log);
  } else {
    log.detail("no gate started: " + describe(sessions.error()));
  }
}

}  // namespace tocsin
