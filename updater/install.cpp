// The numbers are those of ARCHITECTURE.md, "Activating a set".
#include "updater/install.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"
#include "schema/trust/release.h"
#include "updater/patch.h"
#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/process.h"
#include "updater/platform/sessions.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin::updater {
namespace {

constexpr std::size_t kSecretBytes = 32;

std::string release_name(std::uint32_t epoch, std::uint64_t serial) {
  return std::to_string(epoch) + '.' + std::to_string(serial);
}

/// 1. An older release is not an error when a newer one is live and complete.
Result<InstallOutcome> refusal(const Machine& machine, const Memory& memory, const Patch& patch,
                               const Error& error) {
  if (error.rule != "ROLLBACK") return fail(error);
  const auto trusted = sound_root(memory.anchor.root_envelope, machine.brand.product);
  if (!trusted) return fail(error);
  const auto older = authenticate(patch.head.scf, *trusted, machine.brand.product, std::nullopt);
  if (!older ||
      !is_newer_and_sound(memory, machine.brand.product, older->release.epoch, older->release.serial)) {
    return fail(error);
  }
  const LiveSet& live = *memory.live;
  return InstallOutcome{InstallEnd::newer_is_live, release_name(live.name.epoch, live.name.serial),
                        live.folder.path()};
}

Result<void> ensure_install_folder(Machine& machine) {
  if (machine.install) return {};
  machine.install.emplace(TRY(GuardedFolder::make(
      machine.places.root, seen_from_root(machine.places, machine.places.install_folder))));
  return {};
}

/// 2 and 3. Returns the new set's name.
Result<std::string> stage_and_activate(Machine& machine, const Patch& patch, const ProvenRelease& release) {
  TRY(ensure_install_folder(machine));
  std::string set = TRY_IN(stage(*machine.install, patch, release), "staging the set");  // 2
  TRY_IN(set_live_pointer(*machine.install, set), "activating the set");                 // 3
  return set;
}

Instant newest_issued(const TrustAnchor& anchor, const ProvenRelease& release) {
  if (!anchor.newest_issued || release.epoch > anchor.epoch) return release.issued;
  return std::max(*anchor.newest_issued, release.issued);
}

/// 4. Writes trust.dat unless it already has this content. Returns whether it did.
Result<bool> remember(const Machine& machine, const Memory& memory, const ProvenRelease& release) {
  const std::string bytes =
      serialise_trust_state({release.epoch, release.serial, release.payload_hash,
                             newest_issued(memory.anchor, release), release.root_envelope});
  return machine.state.ensure(kTrustName, bytes, kReadableMode);
}

/// The machine.conf that is there; one with a new secret where it is missing or damaged.
Result<MachineConf> conf_of(const Machine& machine) {
  const auto text = machine.state.read(kConfName, kMachineConfBytes);
  if (!text && text.error().code == Code::io) return fail(text.error());
  if (text) {
    if (auto conf = parse_machine_conf(*text)) return conf;
  }
  return MachineConf{TRY(random_bytes(kSecretBytes)), {}};
}

/// The group as it is now. If it cannot be looked up at the moment, the one found before stays.
std::string audience_of(const Machine& machine, const std::string& before, RunLog& log) {
  const std::string name(machine.brand.group);
  auto group = resolve_group(machine.places.root, name);
  if (!group) {
    log.line(Event::note, Level::error,
             "group " + name + " could not be asked for: " + describe(group.error()));
    return before;
  }
  if (group->empty())
    log.line(Event::note, Level::error, "group " + name + " does not exist: nobody will see a notice");
  return std::move(*group);
}

/// 5. What belongs to the machine, not to a set. Each part is idempotent. Returns the names of what had to be
/// written.
Result<std::vector<std::string>> settle(const Machine& machine, TerminalHook hook, RunLog& log) {
  std::vector<std::string> written;
  MachineConf conf = TRY(conf_of(machine));
  conf.group = audience_of(machine, conf.group, log);
  if (TRY(machine.state.ensure(kConfName, serialise_machine_conf(conf), kReadableMode)))
    written.emplace_back(kConfName);
  if (TRY(ensure_handled_folder(machine.state, kHandledName, conf.group))) written.emplace_back(kHandledName);
  // Readers without access to these folders would see no notice.
  for (const GuardedFolder* folder : {&machine.state, &*machine.install}) {
    if (TRY(folder->ensure_mode())) written.push_back(folder->path());
  }
  const auto triggers = TRY(ensure_triggers(machine.places.root, machine.brand, hook));
  written.insert(written.end(), triggers.begin(), triggers.end());
  return written;
}

InstallEnd end_of(const Memory& memory, bool was_sound, const ProvenRelease& release) {
  if (was_sound) return InstallEnd::already_live;
  const bool same = memory.anchor.epoch == release.epoch && memory.anchor.serial == release.serial;
  return same ? InstallEnd::repaired : InstallEnd::installed;
}

}  // namespace

Result<InstallOutcome> install(Machine& machine, const Arguments& arguments, Instant start, RunLog& log) {
  // 1. Prove: nothing of the payload is used before the proof has passed.
  const Memory memory = TRY(recall(machine));
  const Patch patch = TRY(open_patch(arguments.payload));
  const auto proof = prove_patch(
      patch, memory.anchor, {std::string(machine.brand.product), std::string(machine.brand.platform), start});
  if (!proof) return refusal(machine, memory, patch, proof.error());
  const ProvenRelease& release = proof->release();

  // 2, 3. Stage a new folder, and activate it in one step; not for a release that is live and sound.
  const bool was_sound = is_live_and_sound(memory, release);
  const std::string set =
      was_sound ? memory.live->name.text : TRY(stage_and_activate(machine, patch, release));

  // 4. Remember: from here on nothing older is accepted, whatever happens to the set.
  const bool remembered = TRY_IN(remember(machine, memory, release), "recording the release");

  // 5. Settle what belongs to the machine.
  const auto hook = arguments.terminal_hook ? TerminalHook::wanted : TerminalHook::as_found;
  const auto written = TRY_IN(settle(machine, hook, log), "settling the machine");
  for (const std::string& name : written) log.detail("written: " + name);

  // 6. Sessions: the people who are logged on now.
  const bool may_start = machine.places.root.empty() || arguments.launch;
  if (may_start && (!was_sound || remembered || !written.empty())) launch_gates(machine, log);

  // 7. Clean up old sets.
  const std::string replaced = !was_sound && memory.live ? memory.live->name.text : std::string();
  const auto left = clean_up(*machine.install, machine.brand, release, {set, replaced});
  for (const std::string& line : left) log.detail(line);
  return InstallOutcome{end_of(memory, was_sound, release), release_name(release.epoch, release.serial),
                        machine.install->at(set)};
}

void launch_gates(const Machine& machine, RunLog& log) {
  if (read_machine_policy(machine.places).disable)
    return log.detail("nothing started: the machine's policy says Disable");
  const auto sessions = start_in_sessions(
      {live_program_path(*machine.install, std::string(machine.brand.gate_file)), machine.places.root});
  if (!sessions) return log.detail("no gate started: " + describe(sessions.error()));
  if (sessions->empty()) log.detail("no session: the gate comes with the next logon");
  for (const SessionStart& session : *sessions)
    log.detail("session " + session.session + ": " + session.outcome);
}

}  // namespace tocsin::updater
