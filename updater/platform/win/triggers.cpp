// The Run value is the live pointer itself. Here are the others: the scheduled task, the entry among the
// installed programs, the Event Log's source. All are this machine's, so below --root there are none.
#include "updater/platform/triggers.h"

#include <windows.h>

#include <algorithm>
#include <optional>

#include "schema/platform/known_paths.h"
#include "schema/platform/log.h"
#include "updater/platform/audience.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/win/registry_write.h"
#include "updater/platform/win/task.h"

namespace tocsin::updater {
namespace {

/// A registry key with its values. One without values must not exist.
struct Entry {
  std::string path;
  std::vector<WantedValue> values;
};

/// The parts of the live set that triggers name.
struct Live {
  std::string install, set, gate, updater;  // paths but `set`; `updater` empty: the set has none
};

std::optional<Live> live_of(const Brand& brand) {
  const auto install = GuardedFolder::open({}, known_places(brand, {}).install_folder);
  if (!install) return std::nullopt;
  const auto set = read_live_pointer(*install);
  if (!set) return std::nullopt;
  const std::string folder = install->at(*set) + '\\';
  Live live{install->path(), *set, folder + std::string(brand.gate_file), {}};
  const auto names = install->folder(*set).and_then([](const GuardedFolder& open) { return open.names(); });
  const std::string updater(brand.updater_file);
  if (names && std::ranges::find(*names, updater) != names->end()) live.updater = folder + updater;
  return live;
}

std::string uninstall_key(const Brand& brand) {
  return "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\" + std::string(brand.unit);
}

std::string event_key(const Brand& brand) {
  return "SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\" + std::string(brand.unit);
}

std::string task_name(const Brand& brand) {
  return '\\' + std::string(brand.win_folder);
}

Entry uninstall_entry(const Brand& brand, const Live& live) {
  if (live.updater.empty()) return {uninstall_key(brand), {}};
  const std::string command = quoted_word(live.updater) + " uninstall";
  return {uninstall_key(brand),
          {{"DisplayName", std::string(brand.console) + ": notices"},
           {"DisplayVersion", live.set.substr(0, live.set.rfind('.'))},
           {"DisplayIcon", live.gate},
           {"Publisher", std::string(brand.vendor)},
           {"InstallLocation", live.install},
           {"UninstallString", command},
           {"QuietUninstallString", command},
           {"NoModify", "1", true},
           {"NoRepair", "1", true}}};
}

std::vector<Entry> entries_of(const Brand& brand, const Live& live) {
  return {uninstall_entry(brand, live),
          {event_key(brand), {{"EventMessageFile", live.gate}, {"TypesSupported", "7", true}}}};
}

bool is_right(const Entry& entry) {
  if (!entry.values.empty()) return holds_values(HKEY_LOCAL_MACHINE, entry.path, View::native, entry.values);
  return !RegistryKey::open(HKEY_LOCAL_MACHINE, entry.path, View::native).has_value();
}

Result<void> repair(const Entry& entry) {
  if (entry.values.empty()) return remove_key(HKEY_LOCAL_MACHINE, entry.path, View::native);
  return write_values(HKEY_LOCAL_MACHINE, entry.path, View::native, entry.values);
}

/// None if there is no group to start it for. If the group cannot be looked up now, the task stays as it is.
Result<std::optional<Task>> task_of(const Brand& brand, const Live& live) {
  const std::string group = TRY(resolve_group({}, std::string(brand.group)));
  if (group.empty()) return std::optional<Task>();
  return std::optional(Task{live.gate, group, std::string(brand.console) + ": notices"});
}

/// Whether it had to be repaired. A machine without the scheduler still has the logon, so a failure is logged
/// and does not fail the run. If the scheduler shows no text, the task is registered again and not counted.
bool ensure_task(const Brand& brand, const Live& live) {
  const auto task = task_of(brand, live);
  if (!task || !*task) return false;
  const TaskState found = task_state(task_name(brand), **task);
  if (found == TaskState::right) return false;
  const auto done = GuardedFolder::open({}, known_places(brand, {}).machine_folder)
                        .and_then([&](const GuardedFolder& state) {
                          return register_task(task_name(brand), **task, state);
                        });
  if (!done) log_error(Event::note, done.error());
  return done.has_value() && found == TaskState::wrong;
}

void keep_first(Result<void>& outcome, const Result<void>& next) {
  if (outcome && !next) outcome = next;
}

}  // namespace

// Terminals have no hook on Windows: there is no file that every shell reads.
Result<std::vector<std::string>> ensure_triggers(const std::string& root, const Brand& brand,
                                                 TerminalHook /*hook*/) {
  std::vector<std::string> written;
  const auto live = root.empty() ? live_of(brand) : std::nullopt;
  if (!live) return written;
  for (const Entry& entry : entries_of(brand, *live)) {
    if (is_right(entry)) continue;
    TRY(repair(entry));
    written.push_back("HKLM\\" + entry.path);
  }
  if (ensure_task(brand, *live)) written.push_back("task " + task_name(brand));
  return written;
}

std::vector<std::string> faulty_triggers(const std::string& root, const Brand& brand) {
  std::vector<std::string> faulty;
  const auto live = root.empty() ? live_of(brand) : std::nullopt;
  if (!live) return faulty;
  for (const Entry& entry : entries_of(brand, *live)) {
    if (!is_right(entry)) faulty.push_back("HKLM\\" + entry.path);
  }
  const auto task = task_of(brand, *live);
  if (task && *task && task_state(task_name(brand), **task) == TaskState::wrong) {
    faulty.push_back("task " + task_name(brand));
  }
  return faulty;
}

Result<void> remove_triggers(const std::string& root, const Brand& brand) {
  if (!root.empty()) return {};
  auto outcome = remove_task(task_name(brand));
  keep_first(outcome, remove_key(HKEY_LOCAL_MACHINE, uninstall_key(brand), View::native));
  keep_first(outcome, remove_key(HKEY_LOCAL_MACHINE, event_key(brand), View::native));
  return outcome;
}

}  // namespace tocsin::updater
