// A set's whole life, except for the one step that makes it live (live_pointer.h).
#include "updater/set.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/process.h"

namespace tocsin::updater {
std::optional<SetName> parse_set_name(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto epoch = parse_decimal(text.substr(0, first), std::numeric_limits<std::uint32_t>::max());
  const auto serial =
      parse_decimal(text.substr(first + 1, second - first - 1), std::numeric_limits<std::uint64_t>::max());
  const std::string_view random = text.substr(second + 1);
  if (!epoch || !serial || random.size() != 8 || !std::ranges::all_of(random, is_lower_hex))
    return std::nullopt;
  return SetName{static_cast<std::uint32_t>(*epoch), *serial, std::string(text)};
}

// Staging.
namespace {

Result<std::string> new_set_name(const ProvenRelease& release) {
  const std::string random = TRY(random_bytes(4));
  return std::to_string(release.epoch) + '.' + std::to_string(release.serial) + '.' + hex(random);
}

unsigned mode_of(FileRole role) {
  return role == FileRole::config || role == FileRole::catalog ? kReadableMode : kProgramMode;
}

Result<NewFile> write_scf(const GuardedFolder& set, const Patch& patch) {
  NewFile file = TRY(set.create_file(kScfName, kReadableMode));
  TRY(file.write(patch.head.scf));
  return file;
}

Result<NewFile> write_blob(const GuardedFolder& set, const Patch& patch, const ProvenRelease& release,
                           const FileEntry& entry) {
  NewFile file = TRY(set.create_file(entry.name, mode_of(entry.role)));
  TRY(copy_file(patch, release, entry.role, [&](std::string_view piece) { return file.write(piece); }));
  file.begin_writeback();
  return file;
}

/// All files are written before the first is waited for, so that the disk takes them together.
Result<void> fill(const GuardedFolder& set, const Patch& patch, const ProvenRelease& release) {
  std::vector<NewFile> files;
  files.push_back(TRY(write_scf(set, patch)));
  for (const FileEntry& entry : release.files) files.push_back(TRY(write_blob(set, patch, release, entry)));
  for (NewFile& file : files) TRY(file.finish(Durability::durable));
  return set.sync();
}

void discard(const GuardedFolder& install, const std::string& name, const ProvenRelease& release) {
  const auto set = install.folder(name);
  if (!set) return;
  static_cast<void>(set->remove_regular(kScfName));
  for (const FileEntry& entry : release.files) static_cast<void>(set->remove_regular(entry.name));
  static_cast<void>(install.remove_folder(name));
}

}  // namespace

Result<std::string> stage(const GuardedFolder& install, const Patch& patch, const ProvenRelease& release) {
  std::string name = TRY(new_set_name(release));
  const GuardedFolder set = TRY(install.create_folder(name));
  const auto staged = fill(set, patch, release).and_then([&] { return install.sync(); });
  if (!staged) discard(install, name, release);
  return staged.map([&] { return name; });
}

// Checking.
namespace {

Result<void> check_file(const GuardedFolder& set, const FileEntry& file) {
  if (!set.holds_file(file.name, mode_of(file.role), file.size)) {
    return reject("FILE_HASH", file.name + " is missing, or has another size, mode or owner");
  }
  const std::string bytes = TRY(set.read(file.name, file.size));
  if (sha256(bytes) != file.sha256)
    return reject("FILE_HASH", file.name + " is not the file that was signed");
  return {};
}

}  // namespace

Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files) {
  for (const FileEntry& file : files) TRY(check_file(set, file));
  return {};
}

// Removal.
namespace {

Result<void> remove_set(const GuardedFolder& install, const std::string& set,
                        const std::vector<std::string>& names) {
  const GuardedFolder folder = TRY(install.folder(set));
  for (const std::string& name : names) TRY(folder.remove_regular(name));
  return install.remove_folder(set);
}

auto order_of(const SetName& set) {
  return std::pair(set.epoch, set.serial);
}

/// Removal begins with scf.dat, so a set without one is the rest of an interrupted removal.
bool is_begun_removal(const GuardedFolder& install, const std::string& set) {
  const auto scf = install.folder(set).and_then(
      [](const GuardedFolder& found) { return found.read(kScfName, kScfMostBytes); });
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

Result<std::vector<SetName>> all_sets(const GuardedFolder& install) {
  const auto names = TRY(install.names());
  std::vector<SetName> sets;
  for (const std::string& name : names) {
    if (auto set = parse_set_name(name)) sets.push_back(std::move(*set));
  }
  return sets;
}

std::vector<std::string> file_names(const Brand& brand, const std::vector<FileEntry>& files) {
  std::vector<std::string> names = {kScfName};
  for (const std::string_view name : {brand.gate_file, brand.dialog_file, brand.control_file,
                                      brand.updater_file, brand.config_file, brand.catalog_file}) {
    names.emplace_back(name);
  }
  for (const FileEntry& file : files) names.push_back(file.name);
  return names;
}

std::vector<std::string> remove_sets(const GuardedFolder& install, const std::vector<std::string>& names,
                                     const std::vector<std::string>& sets) {
  std::vector<std::string> left;
  for (const std::string& set : sets) {
    const auto removed = remove_set(install, set, names);
    if (!removed) left.push_back("left " + set + ": " + describe(removed.error()));
  }
  return left;
}

std::vector<std::string> clean_up(const GuardedFolder& install, const Brand& brand,
                                  const ProvenRelease& release, const Kept& kept) {
  const auto sets = all_sets(install);
  if (!sets) return {"not cleaned up: " + describe(sets.error())};
  const std::string before =
      kept.replaced.empty() ? predecessor_of(install, *sets, kept.live) : kept.replaced;
  std::vector<std::string> old;
  for (const SetName& set : *sets) {
    if (set.text != kept.live && set.text != before) old.push_back(set.text);
  }
  auto left = remove_sets(install, file_names(brand, release.files), old);
  if (const auto tidied = tidy_live_pointer(install); !tidied) left.push_back(describe(tidied.error()));
  return left;
}

}  // namespace tocsin::updater
