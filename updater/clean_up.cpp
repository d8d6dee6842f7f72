// See clean_up.h.
#include "updater/clean_up.h"

#include <algorithm>
#include <utility>

#include "schema/trust/framing.h"
#include "updater/platform/live_pointer.h"

namespace tocsin {
namespace {

Result<void> remove_set(const GuardedFolder& install, const std::string& set,
                        const std::vector<std::string>& file_names) {
  const auto folder = install.folder(set);
  if (!folder) return Failure(folder.error());
  for (const std::string& name : file_names) {
    if (auto removed = folder->remove_regular(name); !removed) return removed;
  }
  return install.remove_folder(set);
}

auto order_of(const SetName& set) {
  return std::pair(set.epoch, set.serial);
}

/// Removal begins with scf.dat: what has none is the rest of an interrupted one.
bool is_begun_removal(const GuardedFolder& install, const std::string& set) {
  const auto folder = install.folder(set);
  const auto scf = folder ? folder->read(kScfName, kScfMostBytes) : Failure(folder.error());
  return !scf && scf.error().code == Code::not_found;
}

/// The one that was live before, as far as names tell.
std::string predecessor_of(const GuardedFolder& install, const std::vector<SetName>& sets,
                           const std::string& live) {
  const auto current = parse_set_name(live);
  const SetName* best = nullptr;
  for (const SetName& set : sets) {
    const bool is_below = current && order_of(set) < order_of(*current);
    if (!is_below || is_begun_removal(install, set.text)) continue;
    if (best == nullptr || order_of(*best) < order_of(set)) best = &set;
  }
  return best == nullptr ? std::string() : best->text;
}

}  // namespace

std::vector<std::string> fixed_names(const Brand& brand) {
  std::vector<std::string> names = {kScfName};
  for (const std::string_view name : {brand.gate_file, brand.dialog_file, brand.control_file,
                                      brand.updater_file, brand.config_file, brand.catalog_file}) {
    names.emplace_back(name);
  }
  return names;
}

Result<std::vector<SetName>> all_sets(const GuardedFolder& install) {
  const auto names = install.names();
  if (!names) return Failure(names.error());
  std::vector<SetName> sets;
  for (const std::string& name : *names) {
    if (auto set = parse_set_name(name)) sets.push_back(std::move(*set));
  }
  return sets;
}

std::vector<std::string> remove_sets(const Machine& machine, const std::vector<std::string>& file_names,
                                     const std::vector<std::string>& sets) {
  std::vector<std::string> left;
  for (const std::string& set : sets) {
    const auto removed = remove_set(*machine.install, set, file_names);
    if (!removed) left.push_back("left " + set + ": " + describe(removed.error()));
  }
  return left;
}

std::vector<std::string> clean_up(const Machine& machine, const ProvenRelease& release, const Kept& kept) {
  const auto sets = all_sets(*machine.install);
  if (!sets) return {"not cleaned up: " + describe(sets.error())};
  const std::string before =
      kept.replaced.empty() ? predecessor_of(*machine.install, *sets, kept.live) : kept.replaced;
  std::vector<std::string> names = fixed_names(machine.brand);
  for (const FileEntry& file : release.files) names.push_back(file.name);
  std::vector<std::string> old;
  for (const SetName& set : *sets) {
    if (set.text != kept.live && set.text != before) old.push_back(set.text);
  }
  auto left = remove_sets(machine, names, old);
  if (const auto tidied = tidy_live_pointer(*machine.install); !tidied)
    left.push_back(describe(tidied.error()));
  return left;
}

}  // namespace tocsin
