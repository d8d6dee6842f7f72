// The steps are those of ARCHITECTURE.md, "Uninstalling".
#include "updater/uninstall.h"

#include "schema/trust/release.h"
#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin::updater {
namespace {

void keep_first(Result<void>& outcome, const Result<void>& next) {
  if (outcome && !next) outcome = next;
}

/// The names of the live set's files too, if its release can still be read.
std::vector<std::string> set_file_names(const Machine& machine, const Memory& memory) {
  const auto trusted = sound_root(memory.anchor.root_envelope, machine.brand.product);
  if (!trusted || !memory.live) return file_names(machine.brand, {});
  const auto live = authenticate(memory.live->scf, *trusted, machine.brand.product, std::nullopt);
  if (!live || !check_files(live->release.files)) return file_names(machine.brand, {});
  return file_names(machine.brand, live->release.files);
}

Result<void> remove_all_sets(const Machine& machine, RunLog& log) {
  const Memory memory = TRY(recall(machine));
  const auto names = set_file_names(machine, memory);
  TRY(clear_live_pointer(*machine.install));
  const auto sets = TRY(all_sets(*machine.install));
  std::vector<std::string> folders;
  folders.reserve(sets.size());
  for (const SetName& set : sets) folders.push_back(set.text);
  const auto left = remove_sets(*machine.install, names, folders);
  for (const std::string& line : left) log.detail(line);
  if (!left.empty()) return fail(Code::io, "uninstall.sets", left.front());
  return {};
}

/// The folder of the sets and the vendor's above it, if they are empty. An earlier run may have removed some
/// of them.
Result<void> remove_install_folders(Machine& machine) {
  std::string path = seen_from_root(machine.places, machine.places.install_folder);
  machine.install.reset();
  for (int level = 0; level < 2 && !folder_above(path).empty(); ++level) {
    auto removed = GuardedFolder::remove_if_empty(machine.places.root, path);
    if (!removed && removed.error().code == Code::conflict) break;
    if (!removed) return removed;
    path = folder_above(path);
  }
  return {};
}

Result<void> purge_state(const Machine& machine, const std::function<void()>& let_go) {
  auto outcome = remove_handled_folder(machine.state, kHandledName);
  if (!held_files_can_go()) let_go();
  for (const char* name : {kTrustName, kConfName, kLogName, kLockName}) {
    keep_first(outcome, machine.state.remove_regular(name));
    keep_first(outcome, machine.state.remove_regular('.' + std::string(name) + ".new"));
  }
  return outcome;
}

/// The state folder itself, when purged and empty.
Result<void> remove_state_folder(const Machine& machine) {
  const auto removed = GuardedFolder::remove_if_empty(
      machine.places.root, seen_from_root(machine.places, machine.places.machine_folder));
  return !removed && removed.error().code == Code::conflict ? Result<void>() : removed;
}

}  // namespace

Result<void> uninstall(Machine& machine, bool purge, const std::function<void()>& let_go, RunLog& log) {
  // 1. Triggers.
  auto outcome = remove_triggers(machine.places.root, machine.brand);
  // 2, 3. The pointer and the sets.
  const auto removed = machine.install ? remove_all_sets(machine, log) : Result<void>();
  keep_first(outcome, removed);
  // 4. The folders that are empty now.
  if (removed) keep_first(outcome, remove_install_folders(machine));
  // 5. The state, last, because the next run needs it to find the rest.
  if (!purge || !outcome) return outcome;
  keep_first(outcome, purge_state(machine, let_go));
  keep_first(outcome, remove_state_folder(machine));
  return outcome;
}

}  // namespace tocsin::updater
