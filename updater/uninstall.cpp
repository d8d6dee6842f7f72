// The steps are those of ARCHITECTURE.md, "Uninstalling".
#include "updater/uninstall.h"

#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin {
namespace {

void keep_first(Result<void>& outcome, const Result<void>& next) {
  if (outcome && !next) outcome = next;
}

Result<void> remove_all_sets(const Machine& machine, RunLog& log) {
  TRY(clear_live_pointer(*machine.install));
  const auto sets = TRY(all_sets(*machine.install));
  const auto left = remove_sets(*machine.install, machine.brand, sets);
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
    auto removed = machine.root.remove_if_empty(path);
    if (!removed && removed.error().code == Code::conflict) break;
    if (!removed) return removed;
    path = folder_above(path);
  }
  return {};
}

Result<void> purge_state(const Machine& machine, const std::function<void()>& let_go,
                         std::vector<std::string>& left) {
  const auto handled = remove_handled_folder(machine.state, kHandledName);
  if (handled && !handled->empty()) left.push_back(*handled);
  auto outcome = handled ? Result<void>() : fail(handled.error());
  if (!held_files_can_go()) let_go();
  for (const char* name : {kTrustName, kMachineConfName, kSecretName, kLogName, kLockName}) {
    keep_first(outcome, machine.state.remove_regular(name));
    keep_first(outcome, machine.state.remove_regular('.' + std::string(name) + ".new"));
  }
  return outcome;
}

/// The state folder itself, when purged and empty.
Result<void> remove_state_folder(const Machine& machine) {
  const auto removed =
      machine.root.remove_if_empty(seen_from_root(machine.places, machine.places.machine_folder));
  return !removed && removed.error().code == Code::conflict ? Result<void>() : removed;
}

}  // namespace

Result<std::vector<std::string>> uninstall(Machine& machine, bool purge, const std::function<void()>& let_go,
                                           RunLog& log) {
  // 1. Triggers.
  TriggerRun triggers = remove_triggers({machine.root, machine.state, machine.brand});
  std::vector<std::string>& left = triggers.left;
  Result<void>& outcome = triggers.outcome;
  // 2, 3. The pointer and the sets.
  const auto removed = machine.install ? remove_all_sets(machine, log) : Result<void>();
  keep_first(outcome, removed);
  // 4. The folders that are empty now.
  if (removed) keep_first(outcome, remove_install_folders(machine));
  // 5. The state, last, because the next run needs it to find the rest.
  if (purge && outcome) {
    keep_first(outcome, purge_state(machine, let_go, left));
    keep_first(outcome, remove_state_folder(machine));
  }
  TRY(outcome);
  return std::move(left);
}

}  // namespace tocsin
