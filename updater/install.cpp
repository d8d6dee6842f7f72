// See install.h. The numbers are those of ARCHITECTURE.md, "Going live".
#include "updater/install.h"

#include <utility>

#include "updater/clean_up.h"
#include "updater/launch.h"
#include "updater/live_set.h"
#include "updater/patch.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/triggers.h"
#include "updater/recall.h"
#include "updater/settle.h"
#include "updater/stage.h"

namespace tocsin {
namespace {

std::string release_name(const ProvenRelease& release) {
  return std::to_string(release.epoch) + '.' + std::to_string(release.serial);
}

/// A refused release is no fault where a newer one is live and whole.
Result<InstallOutcome> refusal(const Machine& machine, const Memory& memory, const Patch& patch,
                               Error error) {
  if (error.rule != "ROLLBACK") return Failure(std::move(error));
  const auto trusted = sound_root(memory.anchor.root_envelope, machine.brand.product);
  const auto older = trusted ? authenticate(patch.head.scf, *trusted, machine.brand.product, std::nullopt)
                             : Failure(trusted.error());
  if (!older ||
      !is_newer_and_sound(memory, machine.brand.product, older->release.epoch, older->release.serial)) {
    return Failure(std::move(error));
  }
  return InstallOutcome{
      InstallEnd::newer_is_live,
      std::to_string(memory.live->name.epoch) + '.' + std::to_string(memory.live->name.serial),
      memory.live->folder.path()};
}

Result<void> ensure_install_folder(Machine& machine) {
  if (machine.install) return {};
  auto folder =
      GuardedFolder::make(machine.places.root, seen_from_root(machine.places, machine.places.install_folder));
  if (!folder) return Failure(std::move(folder).error());
  machine.install.emplace(std::move(*folder));
  return {};
}

/// 2 and 3. Returns the new set's name.
Result<std::string> go_live(Machine& machine, const Patch& patch, const ProvenRelease& release) {
  if (auto folder = ensure_install_folder(machine); !folder) return Failure(folder.error());
  auto set = stage(*machine.install, patch, release);  // 2
  if (!set) return set;
  if (auto live = set_live_pointer(*machine.install, *set); !live) return Failure(live.error());  // 3
  return set;
}

void say_mended(const std::vector<std::string>& names, RunLog& log) {
  for (const std::string& name : names) log.detail("written: " + name);
}

/// 5. Whether anything had to be mended.
Result<bool> settle_machine(const Machine& machine, const Arguments& wishes, RunLog& log) {
  const auto settled = settle(machine);
  if (!settled) return Failure(settled.error());
  if (!settled->audience.problem.empty()) log.line(Event::note, Level::error, settled->audience.problem);
  const auto triggers = ensure_triggers(machine.places.root, machine.brand,
                                        wishes.terminal_hook ? TerminalHook::wanted : TerminalHook::as_found);
  if (!triggers) return Failure(triggers.error());
  say_mended(settled->mended, log);
  say_mended(*triggers, log);
  return !settled->mended.empty() || !triggers->empty();
}

InstallEnd end_of(const Memory& memory, bool was_sound, const ProvenRelease& release) {
  if (was_sound) return InstallEnd::already_live;
  const bool same = memory.anchor.epoch == release.epoch && memory.anchor.serial == release.serial;
  return same ? InstallEnd::repaired : InstallEnd::installed;
}

}  // namespace

Result<InstallOutcome> install(Machine& machine, const Arguments& wishes, Instant start, RunLog& log) {
  // 1. Proof: nothing of the payload is used before it has passed.
  const auto memory = recall(machine);
  if (!memory) return Failure(memory.error());
  const auto patch = open_patch(wishes.payload);
  if (!patch) return Failure(patch.error());
  const auto proof =
      prove_patch(*patch, memory->anchor,
                  {std::string(machine.brand.product), std::string(machine.brand.platform), start});
  if (!proof) return refusal(machine, *memory, *patch, proof.error());
  const ProvenRelease& release = proof->release();

  // 2, 3. A new folder, and the one step that makes it live; not for a release that is live and sound.
  const bool was_sound = is_live_and_sound(*memory, release);
  const auto set =
      was_sound ? Result<std::string>(memory->live->name.text) : go_live(machine, *patch, release);
  if (!set) return Failure(set.error());

  // 4. From here on nothing older is accepted, whatever becomes of the set.
  const auto remembered = remember(machine, *memory, release);
  if (!remembered) return Failure(remembered.error());

  // 5. What belongs to the machine.
  const auto mended = settle_machine(machine, wishes, log);
  if (!mended) return Failure(mended.error());

  // 6. Whoever sits here now.
  const bool may_start = machine.places.root.empty() || wishes.launch;
  if (may_start && (!was_sound || *remembered || *mended)) launch_gates(machine, log);

  // 7. Old sets.
  const std::string replaced = !was_sound && memory->live ? memory->live->name.text : std::string();
  for (const std::string& left : clean_up(machine, release, {*set, replaced})) log.detail(left);
  return InstallOutcome{end_of(*memory, was_sound, release), release_name(release),
                        machine.install->at(*set)};
}

}  // namespace tocsin
