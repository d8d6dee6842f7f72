// XDG autostart, systemd's user units, profile.d, and the command's link.
#include "updater/platform/triggers.h"

#include <algorithm>

#include "schema/platform/lines.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/posix/link.h"
#include "updater/platform/posix/triggers.h"
#include "updater/platform/trigger_record.h"

namespace tocsin {
namespace {

std::string quoted(std::string_view word, std::string_view escaped) {
  std::string text = "\"";
  for (const char c : word) {
    if (escaped.find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text += '"';
}

std::string doubled(std::string_view text, std::string_view which) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (which.find(c) != std::string_view::npos) result += c;
  }
  return result;
}

}  // namespace

TriggerPaths trigger_paths(const Brand& brand) {
  const std::string live = std::string(brand.install_folder) + "/current/";
  return {live + std::string(brand.gate_file), live + std::string(brand.control_file)};
}

// Quoted for Exec, then the backslashes again because the value is a string; % begins a field code.
std::string desktop_word(std::string_view word) {
  return doubled(quoted(doubled(word, "%"), "\"`$\\"), "\\");
}

std::string unit_word(std::string_view word) {
  return quoted(doubled(word, "%$"), "\"\\");
}

std::string shell_word(std::string_view word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text += '\'';
}

std::string autostart_text(const Brand& brand) {
  return "[Desktop Entry]\n"
         "Type=Application\n"
         "Version=1.0\n"
         "Name=" +
         std::string(brand.console) +
         " Messenger\n"
         "Comment=Notices for the administrators of " +
         std::string(brand.console) +
         "\n"
         "Exec=" +
         desktop_word(trigger_paths(brand).gate) +
         "\n"
         "Terminal=false\n"
         "NoDisplay=true\n"
         "X-GNOME-Autostart-enabled=true\n";
}

// Root is shown nothing. 7: a window of this session is open already, which is no failure.
std::string service_text(const Brand& brand) {
  return "[Unit]\n"
         "Description=Notices for the administrators of " +
         doubled(brand.console, "%") +
         "\n"
         "ConditionUser=!root\n\n"
         "[Service]\n"
         "ExecStart=" +
         unit_word(trigger_paths(brand).gate) +
         " --scheduled\n"
         "SuccessExitStatus=7\n";
}

std::string timer_text(const Brand& brand) {
  return "[Unit]\n"
         "Description=Looks for notices of " +
         doubled(brand.console, "%") +
         " once a day\n\n"
         "[Timer]\n"
         "OnCalendar=daily\n"
         "RandomizedDelaySec=1h\n"
         "Persistent=true\n\n"
         "[Install]\n"
         "WantedBy=timers.target\n";
}

// `return` could end the user's own profile, which may include this file: hence one `if` and no exit.
// Programs are named by their paths: the reader's PATH may begin with a folder of others.
std::string hook_text(const Brand& brand) {
  std::string once = "TOCSIN_TOLD_";
  for (const char c : brand.unit) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    once += is_word ? c : '_';
  }
  const std::string control = shell_word(trigger_paths(brand).control);
  return "# Says in one line that notices are waiting: interactive shells on a terminal only, once a "
         "session.\n"
         "case $- in *i*)\n"
         "  if [ -t 0 ] && [ -t 1 ] && [ -z \"${" +
         once + "-}\" ] && [ \"$(/usr/bin/id -u 2>/dev/null)\" != 0 ] && [ -x " + control +
         " ]; then\n"
         "    " +
         once + "=1; export " + once +
         "\n"
         "    /usr/bin/timeout 1 " +
         control +
         " list --summary 2>/dev/null || :\n"
         "  fi ;;\n"
         "esac\n";
}

namespace {

/// `command` and `hook` are only convenience: without them notices are shown all the same.
enum class Kind : std::uint8_t { autostart, unit, wanted, command, hook };

struct Trigger {
  Kind kind;
  std::string folder;
  std::string name;
  std::string content;  // a file's text, or a link's target

  [[nodiscard]] std::string path() const { return folder + '/' + name; }
  [[nodiscard]] bool is_link() const { return kind == Kind::wanted || kind == Kind::command; }
  [[nodiscard]] bool is_convenience() const { return kind == Kind::command || kind == Kind::hook; }
};

std::vector<Trigger> triggers_of(const Brand& brand) {
  const std::string unit(brand.unit);
  const std::string wants = "/etc/systemd/user/timers.target.wants";
  return {
      {Kind::autostart, "/etc/xdg/autostart", unit + ".desktop", autostart_text(brand)},
      {Kind::unit, "/etc/systemd/user", unit + ".service", service_text(brand)},
      {Kind::unit, "/etc/systemd/user", unit + ".timer", timer_text(brand)},
      {Kind::wanted, wants, unit + ".timer", "../" + unit + ".timer"},
      {Kind::command, "/usr/bin", std::string(brand.control_link), trigger_paths(brand).control},
      {Kind::hook, "/etc/profile.d", unit + ".sh", hook_text(brand)},
  };
}

// What stands in a trigger's place.

using Status = TriggerStatus;

constexpr std::size_t kMostTextBytes = 64u << 10;
constexpr const char* kForeign = "not written by this program, or changed since";

Status found(const Trigger& trigger, Status::State state, std::string reason = {}) {
  return {trigger.path(), state, std::move(reason)};
}

bool was_written(const TriggerRecord& record, const Trigger& trigger) {
  return record.contains(trigger.path());
}

bool was_written_so(const TriggerRecord& record, const Trigger& trigger, const std::string& content) {
  const auto entry = record.find(trigger.path());
  return entry != record.end() && entry->second == content;
}

/// Only a terminal hook that is asked for is missed, so its removal needs no respect.
Status judge_missing(const Trigger& trigger, const TriggerRecord& record) {
  if (trigger.kind == Kind::hook || !was_written(record, trigger)) return found(trigger, Status::missing);
  return found(trigger, Status::removed, "removed or disabled by an administrator");
}

/// `systemctl --global enable` writes the link with a whole path.
bool is_same_target(const Trigger& trigger, const std::string& target) {
  if (target == trigger.content) return true;
  return trigger.kind == Kind::wanted && target == "/etc/systemd/user/" + trigger.name;
}

Result<Status> judge_link(const GuardedFolder& folder, const Trigger& trigger, const TriggerRecord& record) {
  const auto target = read_link(folder, trigger.name);
  if (!target && target.error().code == Code::not_found) return judge_missing(trigger, record);
  if (!target && target.error().rule == "KIND") return found(trigger, Status::foreign, "not a link");
  if (!target) return fail(target.error());
  if (is_same_target(trigger, *target)) return found(trigger, Status::right);
  if (was_written_so(record, trigger, *target)) return found(trigger, Status::faulty, "an older link");
  return found(trigger, Status::foreign, "a link to " + *target);
}

/// `systemctl mask` makes a link to /dev/null.
Result<Status> judge_other_kind(const GuardedFolder& folder, const Trigger& trigger) {
  const auto target = read_link(folder, trigger.name);
  if (target && *target == "/dev/null") return found(trigger, Status::disabled, "masked by an administrator");
  return found(trigger, Status::foreign, target ? "a link to " + *target : std::string(kForeign));
}

/// A line of a desktop entry that keeps it from being started.
bool is_switched_off(std::string_view entry) {
  while (!entry.empty()) {
    const std::string_view line = take_line(entry);
    if (line == "Hidden=true" || line == "X-GNOME-Autostart-enabled=false") return true;
  }
  return false;
}

Status judge_text(const GuardedFolder& folder, const Trigger& trigger, const TriggerRecord& record,
                  const std::string& text) {
  if (text == trigger.content) {
    const bool is_whole = folder.holds_file(trigger.name, kReadableMode, text.size());
    return is_whole ? found(trigger, Status::right) : found(trigger, Status::faulty, "another mode");
  }
  if (was_written_so(record, trigger, text)) return found(trigger, Status::faulty, "an older text");
  if (trigger.kind == Kind::autostart && is_switched_off(text))
    return found(trigger, Status::disabled, "switched off by an administrator");
  if (trigger.kind == Kind::unit && text.empty())
    return found(trigger, Status::disabled, "masked by an administrator");
  return found(trigger, Status::foreign, kForeign);
}

/// A file of ours that others may write is replaced, whatever it holds by now.
Result<Status> judge_file(const GuardedFolder& folder, const Trigger& trigger, const TriggerRecord& record) {
  const auto text = folder.read(trigger.name, kMostTextBytes);
  if (text) return judge_text(folder, trigger, record, *text);
  if (text.error().code == Code::not_found) return judge_missing(trigger, record);
  if (text.error().rule == "KIND") return judge_other_kind(folder, trigger);
  if (text.error().rule == "OWNER" && was_written(record, trigger))
    return found(trigger, Status::faulty, "others may write to it");
  if (text.error().rule == "OWNER" || text.error().code == Code::too_large)
    return found(trigger, Status::foreign, kForeign);
  return fail(text.error());
}

Result<Status> judge(const GuardedFolder& folder, const Trigger& trigger, const TriggerRecord& record) {
  return trigger.is_link() ? judge_link(folder, trigger, record) : judge_file(folder, trigger, record);
}

/// As judge(); changes nothing.
Result<Status> look_at(const TriggerPlace& place, const Trigger& trigger, const TriggerRecord& record) {
  const auto folder = place.root.folder(trigger.folder);
  if (folder) return judge(*folder, trigger, record);
  if (folder.error().code == Code::not_found) return judge_missing(trigger, record);
  return fail(folder.error());
}

Result<void> write(const GuardedFolder& folder, const Trigger& trigger) {
  if (!trigger.is_link()) {
    TRY(folder.ensure(trigger.name, trigger.content, kReadableMode));
    return {};
  }
  TRY(ensure_link(folder, trigger.name, trigger.content));
  return {};
}

/// What an interrupted run has left.
Result<void> tidy(const GuardedFolder& folder, const Trigger& trigger) {
  return folder.remove('.' + trigger.name + ".new");
}

struct Ensured {
  Status status;  // as it was found
  bool is_written = false;
};

Result<Ensured> ensure_one(const TriggerPlace& place, const Trigger& trigger, const TriggerRecord& record,
                           bool is_wanted) {
  auto opened = is_wanted ? place.root.make_folder(trigger.folder) : place.root.folder(trigger.folder);
  if (!opened && opened.error().code == Code::not_found) return Ensured{found(trigger, Status::missing)};
  const GuardedFolder folder = TRY(std::move(opened));
  TRY(tidy(folder, trigger));
  Ensured ensured{TRY(judge(folder, trigger, record))};
  const bool is_due =
      ensured.status.state == Status::faulty || (ensured.status.state == Status::missing && is_wanted);
  if (is_due) TRY(write(folder, trigger));
  ensured.is_written = is_due;
  return ensured;
}

/// What the record says of a trigger after a run. A mask is no removal: without it the unit is written again.
void note(TriggerRecord& record, const Trigger& trigger, const Ensured& ensured) {
  const bool is_ours = ensured.is_written || ensured.status.state == Status::right;
  if (is_ours) record[trigger.path()] = trigger.content;
  const bool is_mask = trigger.kind == Kind::unit && ensured.status.state == Status::disabled;
  if (is_mask || (!is_ours && ensured.status.state == Status::missing)) record.erase(trigger.path());
}

void keep_first(Result<void>& outcome, const Result<void>& next) {
  if (outcome && !next) outcome = next;
}

void add_failure(TriggerRun& run, const Trigger& trigger, const Error& error) {
  if (trigger.is_convenience()) {
    run.left.push_back(trigger.path() + ": " + describe(error));
  } else {
    keep_first(run.outcome, fail(error));
  }
}

}  // namespace

TriggerRun ensure_triggers(const TriggerPlace& place, TerminalHook hook) {
  TriggerRun run;
  auto record = read_trigger_record(place.state);
  if (!record) {
    run.outcome = fail(record.error());
    return run;
  }
  for (const Trigger& trigger : triggers_of(place.brand)) {
    const bool is_wanted = trigger.kind != Kind::hook || hook == TerminalHook::wanted;
    const auto ensured = ensure_one(place, trigger, *record, is_wanted);
    if (!ensured) {
      add_failure(run, trigger, ensured.error());
      continue;
    }
    note(*record, trigger, *ensured);
    if (ensured->is_written) run.written.push_back(trigger.path());
    if (stays_as_it_is(ensured->status)) run.left.push_back(trigger.path() + ": " + ensured->status.reason);
  }
  keep_first(run.outcome, write_trigger_record(place.state, *record));
  return run;
}

std::vector<TriggerStatus> look_at_triggers(const TriggerPlace& place) {
  const auto record = read_trigger_record(place.state).value_or(TriggerRecord());
  std::vector<TriggerStatus> all;
  for (const Trigger& trigger : triggers_of(place.brand)) {
    auto status = look_at(place, trigger, record);
    if (!status) status = found(trigger, Status::faulty, describe(status.error()));
    if (trigger.kind != Kind::hook || status->state != Status::missing) all.push_back(std::move(*status));
  }
  return all;
}

namespace {

/// Removes it if it is this program's. Returns as what it was found.
Result<Status> remove_one(const TriggerPlace& place, const Trigger& trigger, const TriggerRecord& record) {
  const auto folder = place.root.folder(trigger.folder);
  if (!folder && folder.error().code == Code::not_found) return found(trigger, Status::missing);
  if (!folder) return fail(folder.error());
  TRY(tidy(*folder, trigger));
  Status status = TRY(judge(*folder, trigger, record));
  const bool is_ours = status.state == Status::right || status.state == Status::faulty;
  if (is_ours) TRY(folder->remove(trigger.name));
  return status;
}

}  // namespace

// The record goes first: after a run that ended in between, the next installation takes nothing for removed
// by an administrator.
TriggerRun remove_triggers(const TriggerPlace& place) {
  TriggerRun run;
  const auto record = read_trigger_record(place.state).value_or(TriggerRecord());
  run.outcome = write_trigger_record(place.state, {});
  for (const Trigger& trigger : triggers_of(place.brand)) {
    const auto status = remove_one(place, trigger, record);
    if (!status) {
      add_failure(run, trigger, status.error());
    } else if (status->state == Status::disabled || status->state == Status::foreign) {
      run.left.push_back(trigger.path() + ": " + status->reason);
    }
  }
  return run;
}

}  // namespace tocsin
