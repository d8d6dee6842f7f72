// The numbers are those of ARCHITECTURE.md, "Activating a set".
#include "updater/install.h"

#include <utility>
#include <vector>

#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"
#include "schema/trust/composition.h"
#include "schema/trust/rejection.h"
#include "updater/patch.h"
#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/process.h"
#include "updater/platform/sessions.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin {
namespace {

/// 2. Copies a live file; says why the patch cannot do without its own.
Result<void> copy_live_file(const LiveSet& live, const Choice& choice, const FileEntry& file,
                            const Take& take) {
  Result<void> written;
  auto copied = copy_signed(live.folder, file, [&](std::string_view piece) { return written = take(piece); });
  if (copied || !written) return copied;
  const std::string needed = format_position(choice.chosen) + " or above";
  const std::string why = ": " + describe(copied.error());
  if (choice.offered)
    return reject("ROLLBACK", "those that are live are newer, but damaged; install " + needed + why);
  return reject("PROGRAMS", "those that are live are damaged; programs " + needed +
                                " are needed. Install the full patch first" + why);
}

/// 2. Copies a file of the new set, from the patch or from the live set.
Result<void> copy_next_file(const Memory& memory, const Patch& patch, const Composition& composition,
                            const FileEntry& file, const Take& take) {
  if (composition.origin_of(file.role) == Origin::file)
    return copy_file(patch, composition.payload_files, file.role, take);
  const bool is_notices = is_notices_file(file.role);
  const Choice& choice = is_notices ? composition.notices : *composition.programs;
  TRY_IN(copy_live_file(*memory.live, choice, file, take),
         role_name(is_notices ? Role::notices : Role::programs));
  return {};
}

Result<void> ensure_install_folder(Machine& machine) {
  if (machine.install) return {};
  machine.install.emplace(TRY(GuardedFolder::make(
      machine.places.root, seen_from_root(machine.places, machine.places.install_folder))));
  return {};
}

/// 2 and 3. Returns the new set's name.
Result<std::string> stage_and_activate(Machine& machine, const Memory& memory, const Patch& patch,
                                       const Composition& composition) {
  const auto copy = [&](const FileEntry& file, const Take& take) {
    return copy_next_file(memory, patch, composition, file, take);
  };
  TRY(ensure_install_folder(machine));
  const ProvenRelease& release = composition.proof.release();
  const NewSet next = {release.notices.position, composition.scf, release.files(), copy};
  std::string set = TRY_IN(stage(*machine.install, next), "staging the set");  // 2
  TRY_IN(set_live_pointer(*machine.install, set), "activating the set");       // 3
  return set;
}

/// 4. Writes trust.dat unless it already has this content. Returns whether it did.
Result<bool> remember(const Machine& machine, const Memory& memory, const ProvenRelease& release) {
  const std::string bytes = serialise_trust_state(state_after(memory.anchor, release));
  return machine.state.ensure(kTrustName, bytes, kReadableMode);
}

/// What `parse` makes of a file of the state folder; `otherwise` where it is missing or damaged. Errors: io.
template <typename T>
Result<T> found_or(const Machine& machine, const char* name, Result<T> (*parse)(std::string_view),
                   T otherwise) {
  const auto text = machine.state.read(name, kMachineConfBytes);
  if (!text && text.error().code == Code::io) return fail(text.error());
  return text ? parse(*text).value_or(otherwise) : otherwise;
}

/// Makes the secret where there is none that is sound, and lets the group read it. Returns whether that
/// changed anything. Nobody else may read it: with it, one can compute every reader's pseudonym.
Result<bool> ensure_secret(const Machine& machine, const std::string& group) {
  const std::string found = TRY(found_or<std::string>(machine, kSecretName, parse_machine_secret, {}));
  if (found.empty()) {
    const std::string secret = TRY(random_bytes(kMachineSecretBytes));
    TRY(machine.state.replace(kSecretName, serialise_machine_secret(secret), kPrivateMode,
                              Durability::durable));
  }
  const bool opened = TRY(let_group_read(machine.state, kSecretName, group));
  return opened || found.empty();
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
  auto conf = TRY(found_or<MachineConf>(machine, kMachineConfName, parse_machine_conf, {}));
  conf.group = audience_of(machine, conf.group, log);
  if (TRY(machine.state.ensure(kMachineConfName, serialise_machine_conf(conf), kReadableMode)))
    written.emplace_back(kMachineConfName);
  if (TRY(ensure_secret(machine, conf.group))) written.emplace_back(kSecretName);
  if (TRY(ensure_handled_folder(machine.state, kHandledName, conf.group))) written.emplace_back(kHandledName);
  // Readers without access to these folders would see no notice.
  for (const GuardedFolder* folder : {&machine.state, &*machine.install}) {
    if (TRY(folder->ensure_mode())) written.push_back(folder->path());
  }
  const auto triggers = TRY(ensure_triggers(machine.places.root, machine.brand, hook));
  written.insert(written.end(), triggers.begin(), triggers.end());
  return written;
}

/// Then this is an older program, too, and the newer one knows better what the machine needs.
bool has_older_programs(const Composition& composition) {
  return composition.programs && composition.programs->offered &&
         *composition.programs->offered < composition.programs->chosen;
}

/// The patch has no part in what was composed, so it can neither install nor repair anything.
bool is_all_live(const Composition& composition) {
  const bool has_live_programs = !composition.programs || composition.programs->origin == Origin::live;
  return has_live_programs && composition.notices.origin == Origin::live && !composition.newer_root;
}

InstallOutcome outcome_of(const Machine& machine, InstallEnd end, const ProvenRelease& release,
                          const std::string& set) {
  const auto programs =
      release.programs ? std::optional(release.programs->position) : std::optional<Position>();
  return {end, release.notices.position, programs, machine.install->at(set)};
}

}  // namespace

// An older file is no error where what is newer is live and sound, and not too far ahead.
Result<InstallEnd> end_of(const Memory& memory, const Composition& composition) {
  const bool is_sound = is_live_and_sound(memory, composition.proof.release());
  if (!is_sound && is_all_live(composition)) {
    return reject("ROLLBACK", "what is live is newer, but damaged or not readable; `status` names the fault");
  }
  if (!is_sound) return composition.is_higher() ? InstallEnd::installed : InstallEnd::repaired;
  if (!composition.is_older()) return InstallEnd::already_live;
  TRY(check_lead(composition));
  return InstallEnd::newer_is_live;
}

Result<InstallOutcome> install(Machine& machine, const Arguments& arguments, Instant start, RunLog& log) {
  // 1. Prove: nothing of the payload is used before the proof has passed.
  const Memory memory = TRY(recall(machine));
  const Patch patch = TRY(open_patch(arguments.payload));
  const Composition composition =
      TRY(compose_patch(patch, memory.documents(), memory.anchor, machine.brand, start));
  const ProvenRelease& release = composition.proof.release();
  const InstallEnd end = TRY(end_of(memory, composition));

  // 2, 3. Stage a new folder, and activate it in one step; not for what is live and sound.
  const bool was_sound = end == InstallEnd::already_live || end == InstallEnd::newer_is_live;
  const std::string set =
      was_sound ? memory.live->name.text : TRY(stage_and_activate(machine, memory, patch, composition));

  // 4. Remember: from here on nothing older is accepted, whatever happens to the set.
  const bool remembered = TRY_IN(remember(machine, memory, release), "recording the release");

  // 5. Settle what belongs to the machine: not by an older program, if there was nothing to install.
  std::vector<std::string> written;
  if (!was_sound || remembered || !has_older_programs(composition)) {
    const auto hook = arguments.terminal_hook ? TerminalHook::wanted : TerminalHook::as_found;
    written = TRY_IN(settle(machine, hook, log), "settling the machine");
  }
  for (const std::string& name : written) log.detail("written: " + name);

  // 6. Sessions: the people who are logged on now.
  const bool may_start = machine.places.root.empty() || arguments.launch;
  if (may_start && (!was_sound || remembered || !written.empty())) launch_gates(machine, log);

  // 7. Clean up old sets.
  const std::string replaced = !was_sound && memory.live ? memory.live->name.text : std::string();
  const auto left = clean_up(*machine.install, machine.brand, {set, replaced});
  for (const std::string& line : left) log.detail(line);
  return outcome_of(machine, end, release, set);
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

}  // namespace tocsin
