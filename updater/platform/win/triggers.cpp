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
#include "updater/platform/trigger_record.h"
#include "updater/platform/win/registry_write.h"
#include "updater/platform/win/task.h"

namespace tocsin {
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

std::optional<Live> live_of(const TriggerPlace& place) {
  if (!place.root.is_this_machine()) return std::nullopt;
  const auto install = place.root.folder(known_places(place.brand, {}).install_folder);
  if (!install) return std::nullopt;
  const Brand& brand = place.brand;
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
Result<std::optional<Task>> task_of(const TriggerPlace& place, const Live& live) {
  const std::string group = TRY(resolve_group(place.root, std::string(place.brand.group)));
  if (group.empty()) return std::optional<Task>();
  return std::optional(Task{live.gate, group, std::string(place.brand.console) + ": notices"});
}

using Status = TriggerStatus;

struct FoundTask {
  Status status;
  bool is_due = false;     // to be registered
  bool is_enabled = true;  // how it is to be registered
};

/// An older task of ours is registered again, because it starts a set that will be removed; disabled where an
/// administrator has disabled it. If the scheduler shows no text, it is registered again and not counted.
FoundTask judge_task(const std::string& name, const Task& task, const std::string& install,
                     const TriggerRecord& record) {
  const auto text = read_task(name);
  const auto found = [&](Status::State state, std::string reason) {
    return FoundTask{{"task " + name, state, std::move(reason)}};
  };
  if (!text && text.error().code != Code::not_found) return found(Status::right, {});  // no scheduler to ask
  if (!text && record.contains(name)) return found(Status::removed, "removed by an administrator");
  if (!text) return {{"task " + name, Status::missing}, true};
  if (text->empty()) return {{"task " + name, Status::right}, true};
  if (!starts_from(*text, install)) return found(Status::foreign, "starts something else");
  const bool is_off = is_switched_off(*text);
  FoundTask ours = is_off ? found(Status::disabled, "disabled by an administrator")
                          : found(is_task_for(*text, task) ? Status::right : Status::faulty, {});
  ours.is_enabled = !is_off;
  ours.is_due = !is_task_for(*text, task);
  return ours;
}

/// A machine without the scheduler still has the logon, so a failure does not fail the run.
void ensure_task(const TriggerPlace& place, const Live& live, TriggerRun& run, TriggerRecord& record) {
  auto wanted = task_of(place, live);
  if (!wanted || !*wanted) return;
  const std::string name = task_name(place.brand);
  const FoundTask found = judge_task(name, **wanted, live.install, record);
  if (stays_as_it_is(found.status)) run.left.push_back(found.status.name + ": " + found.status.reason);
  if (found.status.state == Status::foreign || found.status.state == Status::removed) return;
  (*wanted)->is_enabled = found.is_enabled;
  const auto done = found.is_due ? register_task(name, **wanted, place.state) : Result<void>();
  if (!done) {
    run.left.push_back(found.status.name + ": " + describe(done.error()));
    return;
  }
  record[name] = (*wanted)->program;
  if (found.is_due && found.status.state != Status::right) run.written.push_back(found.status.name);
}

void keep_first(Result<void>& outcome, const Result<void>& next) {
  if (outcome && !next) outcome = next;
}

std::string name_of(const Entry& entry) {
  return "HKLM\\" + entry.path;
}

}  // namespace

// Terminals have no hook on Windows: there is no file that every shell reads. The entry among the installed
// programs and the Event Log's source are only convenience.
TriggerRun ensure_triggers(const TriggerPlace& place, TerminalHook /*hook*/) {
  TriggerRun run;
  const auto live = live_of(place);
  if (!live) return run;
  auto record = read_trigger_record(place.state);
  if (!record) {
    run.outcome = fail(record.error());
    return run;
  }
  for (const Entry& entry : entries_of(place.brand, *live)) {
    if (is_right(entry)) continue;
    const auto repaired = repair(entry);
    if (repaired) {
      run.written.push_back(name_of(entry));
    } else {
      run.left.push_back(name_of(entry) + ": " + describe(repaired.error()));
    }
  }
  ensure_task(place, *live, run, *record);
  run.outcome = write_trigger_record(place.state, *record);
  return run;
}

std::vector<TriggerStatus> look_at_triggers(const TriggerPlace& place) {
  std::vector<TriggerStatus> all;
  const auto live = live_of(place);
  if (!live) return all;
  for (const Entry& entry : entries_of(place.brand, *live))
    all.push_back({name_of(entry), is_right(entry) ? Status::right : Status::missing});
  const auto task = task_of(place, *live);
  const auto record = read_trigger_record(place.state).value_or(TriggerRecord());
  if (task && *task) all.push_back(judge_task(task_name(place.brand), **task, live->install, record).status);
  return all;
}

// A task of somebody else's stays. One that the scheduler does not show is taken for ours.
TriggerRun remove_triggers(const TriggerPlace& place) {
  TriggerRun run;
  if (!place.root.is_this_machine()) return run;
  run.outcome = write_trigger_record(place.state, {});
  const std::string name = task_name(place.brand);
  const auto text = read_task(name);
  if (text && !text->empty() && !starts_from(*text, known_places(place.brand, {}).install_folder)) {
    run.left.push_back("task " + name + ": starts something else");
  } else {
    keep_first(run.outcome, remove_task(name));
  }
  keep_first(run.outcome, remove_key(HKEY_LOCAL_MACHINE, uninstall_key(place.brand), View::native));
  keep_first(run.outcome, remove_key(HKEY_LOCAL_MACHINE, event_key(place.brand), View::native));
  return run;
}

}  // namespace tocsin
