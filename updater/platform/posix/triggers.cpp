// XDG autostart, systemd's user units, profile.d, and the command's link.
#include "updater/platform/triggers.h"

#include "schema/core/text/ascii.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/posix/link.h"
#include "updater/platform/posix/triggers.h"

namespace tocsin::updater {
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

std::string service_text(const Brand& brand) {
  return "[Unit]\n"
         "Description=Notices for the administrators of " +
         doubled(brand.console, "%") +
         "\n\n"
         "[Service]\n"
         "ExecStart=" +
         unit_word(trigger_paths(brand).gate) + " --scheduled\n";
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
std::string hook_text(const Brand& brand) {
  std::string once = "TOCSIN_TOLD_";
  for (const char c : brand.unit) once += is_alphanumeric(c) ? c : '_';
  const std::string control = shell_word(trigger_paths(brand).control);
  return "# Says in one line that notices are waiting: interactive shells on a terminal only, once a "
         "session.\n"
         "case $- in *i*)\n"
         "  if [ -t 0 ] && [ -t 1 ] && [ -z \"${" +
         once + "-}\" ] && [ \"$(id -u 2>/dev/null)\" != 0 ] && [ -x " + control +
         " ]; then\n"
         "    " +
         once + "=1; export " + once +
         "\n"
         "    timeout 1 " +
         control +
         " list --summary 2>/dev/null || :\n"
         "  fi ;;\n"
         "esac\n";
}

namespace {

struct Trigger {
  std::string folder;
  std::string name;
  std::string content;  // a file's text, or a link's target
  bool is_link = false;
  bool is_optional = false;  // repaired if it is there, never created
};

std::vector<Trigger> triggers_of(const Brand& brand) {
  const std::string unit(brand.unit);
  const std::string wants = "/etc/systemd/user/timers.target.wants";
  return {
      {"/etc/xdg/autostart", unit + ".desktop", autostart_text(brand)},
      {"/etc/systemd/user", unit + ".service", service_text(brand)},
      {"/etc/systemd/user", unit + ".timer", timer_text(brand)},
      {wants, unit + ".timer", "../" + unit + ".timer", true},
      {"/usr/bin", std::string(brand.control_link), trigger_paths(brand).control, true},
      {"/etc/profile.d", unit + ".sh", hook_text(brand), false, true},
  };
}

bool is_there(const GuardedFolder& folder, const std::string& name) {
  const auto there = folder.read(name, 64u << 10);
  return there || there.error().code != Code::not_found;
}

Result<bool> ensure_one(const std::string& root, const Trigger& trigger) {
  auto folder = trigger.is_optional ? GuardedFolder::open(root, trigger.folder)
                                    : GuardedFolder::make(root, trigger.folder);
  if (!folder && trigger.is_optional && folder.error().code == Code::not_found) return false;
  const GuardedFolder opened = TRY(std::move(folder));
  if (trigger.is_optional && !is_there(opened, trigger.name)) {
    return opened.remove('.' + trigger.name + ".new").map([] { return false; });
  }
  if (trigger.is_link) return ensure_link(opened, trigger.name, trigger.content);
  return opened.ensure(trigger.name, trigger.content, kReadableMode);
}

bool is_right(const std::string& root, const Trigger& trigger) {
  const auto folder = GuardedFolder::open(root, trigger.folder);
  if (!folder) return trigger.is_optional;
  if (trigger.is_link) {
    const auto target = read_link(*folder, trigger.name);
    return target && *target == trigger.content;
  }
  const auto text = folder->read(trigger.name, trigger.content.size());
  if (!text) return trigger.is_optional && text.error().code == Code::not_found;
  return *text == trigger.content && folder->holds_file(trigger.name, kReadableMode, text->size());
}

/// Also removes the temporary file of an interrupted run.
Result<void> remove_one(const std::string& root, const Trigger& trigger) {
  const auto folder = GuardedFolder::open(root, trigger.folder);
  if (!folder) return folder.error().code == Code::not_found ? Result<void>() : fail(folder.error());
  return folder->remove(trigger.name).and_then([&] { return folder->remove('.' + trigger.name + ".new"); });
}

}  // namespace

Result<std::vector<std::string>> ensure_triggers(const std::string& root, const Brand& brand,
                                                 TerminalHook hook) {
  std::vector<std::string> written;
  for (Trigger& trigger : triggers_of(brand)) {
    if (hook == TerminalHook::wanted) trigger.is_optional = false;
    if (TRY(ensure_one(root, trigger))) written.push_back(trigger.folder + '/' + trigger.name);
  }
  return written;
}

std::vector<std::string> faulty_triggers(const std::string& root, const Brand& brand) {
  std::vector<std::string> faulty;
  for (const Trigger& trigger : triggers_of(brand)) {
    if (!is_right(root, trigger)) faulty.push_back(trigger.folder + '/' + trigger.name);
  }
  return faulty;
}

Result<void> remove_triggers(const std::string& root, const Brand& brand) {
  Result<void> outcome;
  for (const Trigger& trigger : triggers_of(brand)) {
    const auto removed = remove_one(root, trigger);
    if (!removed && outcome) outcome = removed;
  }
  return outcome;
}

}  // namespace tocsin::updater
