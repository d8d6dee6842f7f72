// Detection in the registry, in both of its views.
#include "notifier/facts/sources/win/registry_probe.h"

#include <optional>

#include "notifier/facts/sources/probed.h"
#include "schema/platform/win/registry.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::size_t kMostEntries = 4096;

bool is_version_type(DWORD type) {
  return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_DWORD || type == REG_QWORD;
}

Probed probe_view(HKEY root, const std::string& path, const std::string& value, View view) {
  const auto key = RegistryKey::open(root, path, view);
  if (!key) return missing_or_failed(key.error());
  if (value.empty()) return {Outcome::found, {}};
  const auto found = key->value(value);
  if (!found) return missing_or_failed(found.error());
  const bool is_fit = found->is_whole && is_version_type(found->type) && found->text.size() <= kVersionBytes;
  return is_fit ? Probed{Outcome::found, found->text} : Probed{Outcome::failed, {}};
}

/// Empty if there is no such value, or it is neither text nor a number.
std::string text_of(const RegistryKey& key, const char* name) {
  const auto value = key.value(name);
  return value && value->is_whole && is_version_type(value->type) ? value->text : std::string();
}

void read_entries(HKEY root, const std::string& path, View view, UninstallEntries& into) {
  const auto all = RegistryKey::open(root, path, view);
  if (!all) {
    into.is_complete = into.is_complete && all.error().code == Code::not_found;
    return;
  }
  const auto names = all->keys(kMostEntries);
  into.is_complete = into.is_complete && names.has_value();
  if (!names) return;
  for (const std::string& name : *names) {
    const auto key = RegistryKey::open(root, std::string(path).append(1, '\\').append(name), view);
    if (key) into.entries.push_back({text_of(*key, "DisplayName"), text_of(*key, "DisplayVersion")});
    into.is_complete = into.is_complete && (key || key.error().code == Code::not_found);
  }
}

}  // namespace

Probed probe_registry(HKEY root, const std::string& path, const std::string& value) {
  Probed native = probe_view(root, path, value, View::native);
  if (native.outcome == Outcome::found) return native;
  Probed other = probe_view(root, path, value, View::wow32);
  return other.outcome == Outcome::found || native.outcome == Outcome::absent ? other : native;
}

UninstallEntries read_uninstall_entries(HKEY root, const std::string& path) {
  UninstallEntries all;
  read_entries(root, path, View::native, all);
  read_entries(root, path, View::wow32, all);
  return all;
}

Probed find_entry(const UninstallEntries& all, std::string_view name) {
  const UninstallEntry* first = nullptr;
  for (const UninstallEntry& entry : all.entries) {
    const bool is_better = first == nullptr || (first->version.empty() && !entry.version.empty());
    if (entry.name == name && is_better) first = &entry;
  }
  if (first == nullptr) return {all.is_complete ? Outcome::absent : Outcome::failed, {}};
  if (first->version.size() > kVersionBytes) return {Outcome::failed, {}};
  return {Outcome::found, first->version};
}

}  // namespace tocsin
