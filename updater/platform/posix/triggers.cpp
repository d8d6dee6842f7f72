// XDG autostart, systemd's user units, profile.d, and the command's link. Layer: updater/platform, POSIX
// only.
#include "updater/platform/triggers.h"

#include <array>
#include <optional>

#include "updater/platform/guarded_folder.h"
#include "updater/platform/posix/link.h"
#include "updater/platform/trigger_text.h"

namespace tocsin {
namespace {

struct Trigger {
  std::string folder;
  std::string name;
  std::string content;  // a file's text, or a link's target
  bool is_link = false;
  bool is_optional = false;  // kept right where it is, not made
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
  if (!folder) return Failure(std::move(folder).error());
  if (trigger.is_optional && !is_there(*folder, trigger.name)) {
    return folder->remove('.' + trigger.name + ".new").map([] { return false; });
  }
  if (trigger.is_link) return ensure_link(*folder, trigger.name, trigger.content);
  return folder->ensure(trigger.name, trigger.content, kReadableMode);
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

/// The temporary of an interrupted run goes with it.
Result<void> remove_one(const std::string& root, const Trigger& trigger) {
  const auto folder = GuardedFolder::open(root, trigger.folder);
  if (!folder) return folder.error().code == Code::not_found ? Result<void>() : Failure(folder.error());
  return folder->remove(trigger.name).and_then([&] { return folder->remove('.' + trigger.name + ".new"); });
}

}  // namespace

Result<std::vector<std::string>> ensure_triggers(const std::string& root, const Brand& brand,
                                                 TerminalHook hook) {
  std::vector<std::string> mended;
  for (Trigger& trigger : triggers_of(brand)) {
    if (hook == TerminalHook::wanted) trigger.is_optional = false;
    const auto changed = ensure_one(root, trigger);
    if (!changed) return Failure(changed.error());
    if (*changed) mended.push_back(trigger.folder + '/' + trigger.name);
  }
  return mended;
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

}  // namespace tocsin
